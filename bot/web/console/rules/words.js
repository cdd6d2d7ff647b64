// What the page of rules calls things.

export const KINDS = {
  pin: {
    title: "Pinned answers",
    one: "Pinned answer",
    make: "Pin an answer",
    tint: "green",
    icon: "M9.5 4.5h5l-.6 5.2 2.8 2.8v1.8H7.3v-1.8l2.8-2.8ZM12 14.3v5.2",
    text: "Always answered in your own words. They come first.",
    none: "Answer a question yourself: prices, opening hours, whatever has to be said just so.",
  },
  block: {
    title: "Blocked topics",
    one: "Blocked topic",
    make: "Block a topic",
    tint: "red",
    icon: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM6.4 6.4l11.2 11.2",
    text: "Politely refused, whatever the articles say.",
    none: "Keep the bot out of what it should not talk about: legal advice, rumours, competitors.",
  },
  route: {
    title: "Routed to people",
    one: "Topic for people",
    make: "Route to people",
    tint: "accent",
    icon: "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 18.5c.6-2.8 2.7-4.3 5.5-4.3 1 0 2 .2 2.8.6M13.5 17h7M17.7 13.8l3.2 3.2-3.2 3.2",
    text: "Handed over at once, without an answer from the bot.",
    none: "Send on what only people can settle: a hacked account, a complaint, a large order.",
  },
};

export const STRICTNESS = { low: "Loose", medium: "Medium", high: "Strict" };

export const REASONS = {
  unsupported_request: "The bot can’t do this for the customer",
  policy_restriction: "Only people may answer this",
};

export const ARTICLE_KINDS = { "": "Any articles", faq: "FAQ", announcement: "Announcements", product: "Product documents" };

const OUTCOMES = {
  answered: { name: "Answered", tint: "green" },
  clarify: { name: "Asked back", tint: "amber" },
  abstained: { name: "No answer", tint: "amber" },
  handed_off: { name: "To people", tint: "accent" },
};

export function outcomeOf({ outcome, reason, rule }) {
  if (outcome === "abstained" && reason === "policy_restriction") return { name: "Blocked", tint: "red" };
  if (outcome === "answered" && rule != null) return { name: "Pinned", tint: "green" };
  return OUTCOMES[outcome] ?? { name: outcome, tint: "" };
}

export const EMPTY_RULE = {
  name: "", examples: [], words: [], strictness: "medium", locale: null, article_kind: null,
  answer: "", article_id: null, article_title: null, reason: null, note: "", last_day: null, enabled: true,
};

const FIELDS = ["kind", ...Object.keys(EMPTY_RULE).filter((name) => name !== "article_title")];

/** What the server takes of a rule. */
export function bodyOf(rule) {
  return Object.fromEntries(FIELDS.map((name) => [name, rule[name]]));
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
