// The attributes that may be wrong: data-position, data-accent and data-locale.

import words from "./strings/launcher.js";

const COLOUR = /^(#[\da-f]{3,8}|[a-z]+|(rgb|hsl)a?\([\d\s.,%/deg-]+\))$/i;
const SIDES = { left: "left", right: "right", "bottom-left": "left", "bottom-right": "right" };

/** Gives the root its side of the page and its colour, as far as they can be read. */
export function dress({ root, locale: spoken, dataset: { position, accent, locale } }) {
  if (position) {
    if (Object.hasOwn(SIDES, position)) root.classList.add(SIDES[position]);
    else warn("position", position, `one of ${Object.keys(SIDES).join(", ")}`);
  }
  if (locale && !locale.toLowerCase().startsWith(spoken)) warn("locale", locale, `one of ${Object.keys(words).join(", ")}`);
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
