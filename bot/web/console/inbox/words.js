// How things are called in the inbox.

export const STATUSES = { waiting: "Waiting", agent: "With an agent", bot: "With the bot", closed: "Closed" };

export const REASONS = {
  customer_request: "Asked for a person",
  missing_knowledge: "No article covers it",
  unsupported_request: "The bot can’t do this",
  policy_restriction: "Must be answered by a person",
  usage_limit: "Asked a lot today",
  failure: "The bot failed",
  ambiguous: "Unclear question",
};

/** What is said of a change of the status: when it is done, when it is not, and to do it all the same. */
export const DECISIONS = {
  agent: { done: "You answer this customer now.", lead: "Not taken over.", action: "Take over anyway" },
  bot: { done: "The bot answers again.", lead: "Not returned to the bot.", action: "Return it anyway" },
  closed: { done: "The conversation is closed.", lead: "Not closed.", action: "Close it anyway" },
};

export const OUTCOMES = { answered: "Answered", clarify: "Asked back", abstained: "No answer", handed_off: "Handed off" };

const FEEDBACK = {
  wrong: "it’s wrong",
  incomplete: "something is missing",
  outdated: "it’s out of date",
  unclear: "hard to understand",
  off_topic: "not what I asked",
};

export function nameOf({ customer, number }) {
  return customer?.name || customer?.email || `Visitor ${number}`;
}

/** "Ada Okafor" → "AO", for a picture where there is none. */
export function initials(name) {
  const words = name.split(/[\s@.]+/).filter((word) => /^\p{L}/u.test(word));
  return ([...(words[0] ?? "?")][0] + (words[1] ? [...words.at(-1)][0] : "")).toUpperCase();
}

export function feedbackWords({ rating, reason, comment }) {
  const what = rating === "up" ? "Helped the customer" : "Didn’t help the customer";
  const why = FEEDBACK[reason] ?? reason;
  return { what: why ? `${what}: ${why}` : what, comment };
}

export function moveWords({ what, agent, reason }) {
  const who = agent || "An agent";
  const why = reason ? `: ${lowered(REASONS[reason] ?? reason)}` : "";
  const told = {
    requested: `Handed off${why}`,
    taken: `${who} took over`,
    passed_on: `${who} left it to another agent`,
    returned: agent ? `${agent} returned it to the bot` : "Returned to the bot",
    closed: agent ? `${agent} closed the conversation` : "The conversation was closed",
    reopened: `${who} reopened the conversation`,
    assigned: `Assigned to ${who}`,
  };
  return told[what] ?? what.replaceAll("_", " ");
}

function lowered(text) {
  return text[0].toLowerCase() + text.slice(1);
}

export function percent(confidence) {
  return `${Math.round(confidence * 100)}%`;
}

export function languageOf(locale) {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(locale);
  } catch {
    return locale; // what a site has given need not be a language
  }
}
