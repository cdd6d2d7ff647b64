// The widget's only ways to make DOM nodes: text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  chat: "M20 11.5a7.5 7.5 0 0 1-7.5 7.5H5l1.7-2.6A7.5 7.5 0 1 1 20 11.5ZM9 10.2h7M9 13.4h4.5",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  send: "M12 19V5.5M6 11.2l6-6 6 6",
  stop: "M7.5 7.5h9v9h-9Z",
  open: "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
  next: "M9.5 6l6 6-6 6",
  menu: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  up: "M7 11v9M7 11l4-8c1.7 0 2.7 1.2 2.4 2.8L12.8 9H18a2 2 0 0 1 2 2.3l-1 6.9a2 2 0 0 1-2 1.8H4v-9Z",
};

export const BASE = new URL("../", import.meta.url).href;

export function h(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  if (tag === "button") element.type = "button";
  if (classes[0]) element.className = classes.join(" ");
  return build(element, attributes, children);
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (isGiven(value)) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(isGiven));
  return element;
}

function isGiven(value) {
  return (value ?? false) !== false;
}

export function icon(name, d = ICONS[name]) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS(SVG, tag));
  return build(svg, { viewBox: "0 0 24 24", "aria-hidden": "true", class: `icon icon-${name}` }, [build(path, { d }, [])]);
}

/** The absolute address if it is http(s) without a user, or mailto; else null: nothing else ever becomes a link. */
export function safeUrl(href) {
  const url = URL.canParse(href, BASE) && new URL(href, BASE);
  return url && /^(https?|mailto):$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
}

export function link(selector, href, attributes, ...children) {
  const url = safeUrl(href);
  if (!url) return h(`span${selector}`, attributes, ...children);
  return h(`a${selector}`, { href: url, target: "_blank", rel: "noopener noreferrer", ...attributes }, ...children);
}
