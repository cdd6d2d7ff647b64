// The widget's words: strings/ has one table a locale, with values in braces and plurals by category.

let locale;
let table;

export async function speak(tag) {
  locale = tag;
  table = (await import(`./strings/${tag}.js`)).default;
}

/** The words for `key` with the values in place; `count` chooses the plural. */
export function t(key, values = {}) {
  const entry = table[key];
  const text = entry.other ? (entry[new Intl.PluralRules(locale).select(values.count)] ?? entry.other) : entry;
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name].toLocaleString(locale));
}

/** "Updated 7 months ago" for an ISO date; empty when there is none. */
export function updated(isoDate) {
  const days = Math.floor((Date.now() - Date.parse(isoDate)) / 864e5);
  if (!isoDate || Number.isNaN(days)) return "";
  if (days < 1) return t("updatedToday");
  const [unit, length] = days < 7 ? ["day", 1] : days < 31 ? ["week", 7] : days < 365 ? ["month", 30.44] : ["year", 365.25];
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return t("updated", { when: ago.format(-Math.max(1, Math.floor(days / length)), unit) });
}

/** "Monday at 9:00 AM" in the visitor's own time; with the date where it is further than a week away. */
export function moment(isoTime) {
  const isFar = Date.parse(isoTime) - Date.now() > 6 * 864e5;
  const day = isFar ? { day: "numeric", month: "long" } : { weekday: "long" };
  return new Intl.DateTimeFormat(locale, { ...day, hour: "numeric", minute: "2-digit" }).format(new Date(isoTime));
}
