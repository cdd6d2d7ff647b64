// What the browser remembers: "local" for all tabs, "session" for this one; in memory where storage is denied or full.

const denied = {};

export const keyOf = (name) => `citedesk ${new URL("../", import.meta.url)} ${name}`;

export function recall(area, name) {
  try {
    return denied[name] ?? JSON.parse(window[`${area}Storage`].getItem(keyOf(name)));
  } catch {
    return null;
  }
}

export function keep(area, name, value) {
  try {
    window[`${area}Storage`].setItem(keyOf(name), JSON.stringify(value));
  } catch {
    denied[name] = value;
  }
}
