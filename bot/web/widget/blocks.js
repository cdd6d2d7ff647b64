// The rarer blocks of Markdown: headings, quotes, rules, tables and code.

import { h } from "./dom.js";
import { blocks, DELIMITERS, endOf, FENCE, inline, takeMarks } from "./markdown.js";
import { t } from "./words.js";

const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,}\s*$/;
const QUOTE = /^ {0,3}(?:> ?)+(.*)$/;

/** What reads the block at the line, if it is one of these. */
export function rareReader(lines, at) {
  const line = lines[at];
  if (FENCE.test(line)) return fence;
  if (HEADING.test(line)) return heading;
  if (RULE.test(line)) return () => [[h("hr")], at + 1];
  if (QUOTE.test(line)) return blockquote;
  return startsTable(lines, at) ? table : undefined;
}

function fence(lines, at, markFor) {
  const [, opening] = FENCE.exec(lines[at]);
  const end = endOf(lines, at + 1, (line) => !(line.trim().startsWith(opening) && FENCE.test(line)));
  const [code, marks] = takeMarks(lines.slice(at + 1, end).join("\n"), markFor);
  return [[h("pre", { tabindex: "0" }, h("code", {}, code)), ...(marks.length ? [h("p", {}, marks)] : [])], end + 1];
}

function heading(lines, at, markFor) {
  return [[h("p.heading", {}, inline(HEADING.exec(lines[at])[1], markFor))], at + 1];
}

function blockquote(lines, at, markFor) {
  const end = endOf(lines, at, (line) => QUOTE.test(line));
  return [[h("blockquote", {}, blocks(lines.slice(at, end).map((line) => QUOTE.exec(line)[1]), markFor))], end];
}

function startsTable(lines, at) {
  const [head, rule = ""] = lines.slice(at, at + 2);
  return head.includes("|") && DELIMITERS.test(rule) && cells(head).length === cells(rule).length;
}

function table(lines, at, markFor) {
  const end = endOf(lines, at + 2, (line) => line.includes("|"));
  const sides = cells(lines[at + 1]).map((rule) => (rule.endsWith(":") ? (rule.startsWith(":") ? "centre" : "end") : null));
  const row = (line, tag) => {
    const texts = cells(line);
    return h("tr", {}, sides.map((side, column) => h(tag, { class: side }, inline(texts[column] ?? "", markFor))));
  };
  const rows = lines.slice(at + 2, end).map((line) => row(line, "td"));
  const grid = h("table", {}, h("thead", {}, row(lines[at], "th")), h("tbody", {}, rows));
  return [[h("div.scroll", { tabindex: "0", role: "group", "aria-label": t("table") }, grid)], end];
}

function cells(line) {
  const inner = line.trim().replace(/^\||(?<!\\)\|$/g, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
}
