// Every word the widget says: one table a locale, values in braces, plurals by category.

const STRINGS = {
  en: {
    direction: "ltr",
    title: "Help",
    subtitle: "Answers from our help articles",
    chat: "Open the chat",
    close: "Close the chat",
    greeting: "Hi, how can we help?",
    introduction: "Ask in your own words. Every answer shows the article it comes from.",
    starters: "People often ask",
    log: "Conversation",
    you: "You said:",
    bot: "Answer:",
    placeholder: "Ask a question…",
    input: "Your question",
    send: "Send",
    stop: "Stop answering",
    thinking: "Looking through the help articles…",
    stopped: "You stopped this answer.",
    tooLong: "{count} of {limit} characters. Please shorten your question.",
    count: "{count} of {limit} characters",
    sources: "Sources",
    source: "Source {number}: {title}",
    openArticle: "Open the article",
    newTab: "(opens in a new tab)",
    table: "Table",
    related: "May be related",
    followUps: "Ask next",
    nextStep: "Search the help centre",
    announce: { one: "{text} {count} source.", other: "{text} {count} sources." },
    updated: "Updated {when}",
    today: "today",
    faq: "FAQ",
    announcement: "Announcement",
    product: "Product document",
    offline: "We can't reach the help desk. Check your connection and try again.",
    busy: "A lot of people are asking right now. Please try again in a moment.",
    busyFor: {
      one: "A lot of people are asking right now. Please try again in {count} second.",
      other: "A lot of people are asking right now. Please try again in {count} seconds.",
    },
    server: "Something went wrong on our side. Your question is still here.",
    rejected: "This question could not be taken.",
    interrupted: "The answer broke off before it was complete.",
    retry: "Try again",
    retryIn: "Try again in {count} s",
  },
};

/** The words of the first of the wanted locales that has a table, English if none does. */
export class Strings {
  constructor(...wanted) {
    const languages = wanted.filter(Boolean).map((tag) => tag.toLowerCase().split("-")[0]);
    this.locale = languages.find((language) => Object.hasOwn(STRINGS, language)) ?? "en";
    this.direction = STRINGS[this.locale].direction;
  }

  /** The words for `key` with the values in place; `count` chooses the plural. */
  get(key, values = {}) {
    const entry = STRINGS[this.locale][key];
    const text = typeof entry === "string" ? entry : (entry[new Intl.PluralRules(this.locale).select(values.count)] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (_all, name) => values[name].toLocaleString(this.locale));
  }

  /** "Updated 7 months ago" for an ISO date; empty when there is none. */
  updated(isoDate) {
    const days = Math.floor((Date.now() - Date.parse(isoDate)) / 86_400_000);
    if (!isoDate || Number.isNaN(days)) return "";
    return this.get("updated", { when: days < 1 ? this.get("today") : this.#ago(days) });
  }

  #ago(days) {
    const [unit, length] = days < 7 ? ["day", 1] : days < 31 ? ["week", 7] : days < 365 ? ["month", 30.44] : ["year", 365.25];
    return new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" }).format(-Math.max(1, Math.floor(days / length)), unit);
  }
}
