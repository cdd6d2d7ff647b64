// The widget's words: strings/ has a table for each locale, and strings/extras/ the words of what is loaded late.

let locale;
let table = {};

export async function speak(tag, folder = "") {
  locale = tag;
  table = { ...table, ...(await import(`./strings/${folder}${tag}.js`)).default };
}

export function t(key, values = {}) {
  const entry = table[key];
  const text = entry.other ? (entry[new Intl.PluralRules(locale).select(values.count)] ?? entry.other) : entry;
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name].toLocaleString(locale));
}

export function updated(isoDate) {
  const days = Math.floor((Date.now() - Date.parse(isoDate)) / 864e5);
  if (!isoDate || Number.isNaN(days)) return "";
  if (days < 1) return t("updatedToday");
  const [unit, length] = days < 7 ? ["day", 1] : days < 31 ? ["week", 7] : days < 365 ? ["month", 30.44] : ["year", 365.25];
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return t("updated", { when: ago.format(-Math.max(1, Math.floor(days / length)), unit) });
}

export function timeFormat(options) {
  return new Intl.DateTimeFormat(locale, options);
}
