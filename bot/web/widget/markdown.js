// Markdown → DOM nodes; HTML in it stays text, only http(s) and mailto become links.
// U+E000 digits U+E001 in the text stands for a citation mark; `markFor(number)` makes its node.

import { h, link, safeUrl } from "./dom.js";

const MARK = "\uE000(\\d+)\uE001";
export const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)])( +|$)(.*)$/;
export const DELIMITERS = /^[\s|:]*-[\s|:-]*$/;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0" };

export function appendMarks(text, numbers) {
  const marks = numbers.map((number) => `\uE000${number}\uE001`).join("");
  const last = text.slice(text.lastIndexOf("\n") + 1);
  if (FENCE.test(last)) return `${text}\n${marks}`;
  return DELIMITERS.test(last) ? text : text.replace(/\|?\s*$/, (end) => marks + end);
}

/** Nobody but this widget may place a mark. */
export function withoutMarks(text) {
  return text.replace(/[\uE000\uE001]/g, "");
}

// Few answers have headings, quotes, rules, tables or code blocks: what reads those is loaded for them.
const RARE = /^ {0,3}([#>`~]|[-*_] ?[-*_])|\|/m;
let rare;

export async function prepareMarkdown(text, chat) {
  if (rare || !RARE.test(text)) return;
  [{ rareReader: rare }] = await Promise.all([import("./blocks.js"), chat.addExtras()]).catch(() => [{}]);
}

export function renderMarkdown(text, markFor = () => null) {
  return blocks(text.split("\n"), markFor);
}

export function blocks(lines, markFor) {
  const nodes = [];
  for (let at = 0; at < lines.length; ) {
    const [made, next] = reader(lines, at)(lines, at, markFor);
    nodes.push(...made);
    at = next;
  }
  return nodes;
}

function reader(lines, at) {
  const line = lines[at];
  if (!line.trim()) return () => [[], at + 1];
  return rare?.(lines, at) ?? (ITEM.test(line) ? list : paragraph);
}

export function endOf(lines, from, goesOn) {
  let end = from;
  while (end < lines.length && goesOn(lines[end], end)) end += 1;
  return end;
}

function list(lines, at, markFor) {
  const number = (line) => Number.parseInt(ITEM.exec(line)[2], 10);
  const first = number(lines[at]);
  const isOrdered = first >= 0;
  const items = [];
  while (at < lines.length && reader(lines, at) === list && number(lines[at]) >= 0 === isOrdered) {
    const [inner, next] = itemLines(lines, at);
    items.push(h("li", {}, unwrapped(blocks(inner, markFor))));
    at = next;
  }
  return [[h(isOrdered ? "ol" : "ul", { start: isOrdered && first !== 1 && String(first) }, items)], at];
}

function itemLines(lines, at) {
  const [, indent, marker, , text] = ITEM.exec(lines[at]);
  const inner = [text];
  const end = endOf(lines, at + 1, (line, next) => {
    const depth = line.search(/\S/);
    const continues = inner.at(-1).trim() && reader(lines, next) === paragraph;
    if (depth >= 0 && depth < indent.length + 2 && !continues) return false;
    return inner.push(line.slice(Math.min(indent.length + marker.length + 1, Math.max(depth, 0))));
  });
  return [inner, end];
}

function unwrapped([first, ...others]) {
  return first?.nodeName === "P" && !first.className ? [...first.childNodes, ...others] : [first, ...others];
}

function paragraph(lines, at, markFor) {
  const end = endOf(lines, at + 1, (_line, next) => reader(lines, next) === paragraph);
  const text = lines.slice(at, end).map((line) => line.trimStart()).join("\n");
  return [[h("p", {}, inline(text.trimEnd(), markFor))], end];
}

export function takeMarks(text, markFor) {
  const marks = new RegExp(MARK, "g");
  return [text.replace(marks, ""), [...text.matchAll(marks)].map(([, number]) => markFor(Number(number)))];
}

const EMPHASIS = { "**": "strong", __: "strong", "*": "em", _: "em", "~~": "del" };
const emphasised = ([, delimiter, text], markFor) => h(EMPHASIS[delimiter], {}, inline(text, markFor));

const INLINE = [
  [new RegExp(MARK, "y"), ([, number], markFor) => markFor(Number(number))],
  [/\\\n|(?: {2,})\n/y, () => h("br")],
  [/\\([!-/:-@[-`{-~])/y, ([, character]) => character],
  [/(`+)([^`]|[^`][^]*?[^`])\1(?!`)/y, ([, , code]) => h("code", {}, code)],
  [/!\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/y, ([, alternative]) => alternative],
  [/\[((?:[^[\]\\]|\\[^]|\[[^\]]*\])*)\]\(\s*<?((?:[^\s<>()]|\([^\s()]*\))*)>?(?:\s+"[^"]*"|\s+'[^']*')?\s*\)/y, linked],
  [/<(https?:\/\/[^\s<>\uE000]+)>/y, ([, url]) => link("", url, {}, url)],
  [/https?:\/\/[^\s<>\uE000]*[^\s<>\uE000.,;:!?'")\]*_~]/y, ([url]) => link("", url, {}, url)],
  [/(\*\*|~~)(?=\S)([^]*?[^\s\\])\1(?!\*)/y, emphasised],
  [/(\*)(?=[^\s*])([^*]*[^\s*\\])\*/y, emphasised],
  [/(?<![\p{L}\p{N}_])(__?)(?=[^\s_])([^]*?[^\s_])\1(?![\p{L}\p{N}_])/uy, emphasised],
  [/&(amp|lt|gt|quot|apos|nbsp);/y, ([, name]) => ENTITIES[name]],
  [/\n/y, () => " "],
];
const SPECIAL = /[\uE000\\`![<*_~&\n ]|https?:/g;

export function inline(text, markFor) {
  const nodes = [];
  let plainFrom = 0;
  for (let at = 0; at < text.length; ) {
    SPECIAL.lastIndex = at;
    at = SPECIAL.exec(text)?.index ?? text.length;
    const [match, make] = firstMatch(text, at);
    if (match) {
      nodes.push(text.slice(plainFrom, at), make(match, markFor));
      plainFrom = at += match[0].length;
    } else at += 1;
  }
  nodes.push(text.slice(plainFrom));
  return nodes.flat().filter((node) => node !== null && node !== "");
}

function firstMatch(text, at) {
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match, make];
  }
  return [];
}

/** A link whose words name another host shows where it leads; marks inside it come after it. */
function linked([, words, href], markFor) {
  const url = safeUrl(href);
  const [label, marks] = takeMarks(words, markFor);
  const claimed = /^\s*(?:https?:\/\/)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/u.exec(label)?.[1];
  const lies = url && claimed && claimed.toLowerCase() !== new URL(url).hostname;
  return [link("", href, {}, ...(lies ? [url] : inline(label, markFor).filter(({ nodeName }) => nodeName !== "A"))), ...marks];
}
