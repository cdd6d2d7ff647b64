// The data- attributes of the script tag: how the chat looks and greets. What the server decides they can't change.

import locales from "./strings/launcher.js";

const COLOUR = /^(#[\da-f]{3,8}|[a-z]+|(rgb|hsl)a?\([\d\s.,%/deg-]+\))$/i;
const SIDES = { left: "left", right: "right", "bottom-left": "left", "bottom-right": "right" };

/** The locale of the first wanted tag that the widget speaks; English if it speaks none. */
export function chooseLocale(attribute) {
  const spoken = (tag) => Object.keys(locales).find((locale) => locale === tag?.toLowerCase().split("-")[0]);
  if (attribute && !spoken(attribute)) warn("locale", attribute, `one of ${Object.keys(locales).join(", ")}`);
  return [attribute, document.documentElement.lang, ...navigator.languages].map(spoken).find(Boolean) ?? "en";
}

/** Gives the root its side of the page and its colour, as far as they can be read. */
export function dress(root, { position, accent }) {
  if (position) {
    if (Object.hasOwn(SIDES, position)) root.classList.add(SIDES[position]);
    else warn("position", position, `one of ${Object.keys(SIDES).join(", ")}`);
  }
  if (accent) {
    const colour = COLOUR.test(accent) && CSS.supports("color", accent) && solid(root, accent);
    if (colour) root.style.setProperty("--accent", colour);
    else warn("accent", accent, "a solid CSS colour such as #0b6e5f");
  }
}

function solid(element, value) {
  element.style.color = value;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color.startsWith("rgb(") && color;
}

function warn(name, value, remedy) {
  console.warn(`Citedesk: data-${name} "${value}" is not ${remedy}; it is left out.`);
}
