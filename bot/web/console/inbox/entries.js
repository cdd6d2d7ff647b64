// The entries of a conversation: messages, notes and moves, each as one element.

import { renderAnswer } from "../../../widget/answer.js";
import { h, icon } from "../../../widget/dom.js";
import { clock, moment } from "../dates.js";
import { me } from "./desk.js";
import { avatar, confidenceBar, offered, prose, sourceList } from "./parts.js";
import { ruleLine } from "./rule-line.js";
import { feedbackWords, moveWords, nameOf, OUTCOMES, REASONS } from "./words.js";

const MOVE_ICONS = {
  requested: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c1-3.8 4-5.5 7.5-5.5s6.5 1.7 7.5 5.5",
  closed: "M5 12.5l4.5 4.5L19 7.5",
};
const ARROW = "M5 12h13M13 7l5 5-5 5";
const PLEASANTRIES = ["greeting", "thanks"];

/** Everything that happened, in the order of time: `{key, at, kind, ...}`. */
export function entriesOf({ messages, notes = [], moves = [] }) {
  const entries = [
    ...messages.map((message) => ({ kind: message.role, key: `message ${message.id}`, at: message.created_at, message })),
    ...notes.map((note) => ({ kind: "note", key: `note ${note.id}`, at: note.created_at, note })),
    ...moves.map((move, index) => ({ kind: "move", key: `move ${index} ${move.what}`, at: move.at, move })),
  ];
  return entries.sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || rank(one) - rank(other));
}

function rank({ kind, message }) {
  return kind === "move" ? -1 : (message?.seq ?? 0); // of one moment: first what happened, then what was said of it
}

/** The entry as an element; `actions.forget(note)` deletes an agent's own note. */
export function entryElement(entry, conversation, actions) {
  if (entry.kind === "move") return moveElement(entry.move);
  if (entry.kind === "note") return noteElement(entry.note, actions);
  if (entry.kind === "user") return customerElement(entry.message, conversation);
  return entry.kind === "bot" ? botElement(entry.message) : agentElement(entry.message);
}

function customerElement({ text, created_at: at }, conversation) {
  const name = nameOf(conversation);
  return h("article.entry.customer", {}, avatar(name), h("div.said", {}, head(name, at), h("p.plain", { dir: "auto" }, text)));
}

function agentElement({ text, author, created_at: at, feedback }) {
  return h("article.entry.agent", {}, h("div.said", {}, head(author || "Agent", at), prose(text), rating(feedback)), avatar(author || "Agent"));
}

function botElement({ text, created_at: at, answer, feedback }) {
  const badge = h("span.bot-mark", { "aria-hidden": "true" }, icon("bot", "M7.5 8.5h9A2.5 2.5 0 0 1 19 11v5a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 16v-5a2.5 2.5 0 0 1 2.5-2.5ZM12 8.5V5M9.5 13v1M14.5 13v1"));
  if (!answer) return h("article.entry.bot", {}, h("div.said", {}, head("Bot", at), prose(text)), badge);
  const { outcome, reason, citations, confidence, rule, did_you_mean: near } = answer;
  const isRuled = (rule ?? null) !== null;
  const isPleasantry = PLEASANTRIES.includes(reason);
  const [words] = renderAnswer({ ...answer, answer: answer.answer || text, outcome: "", follow_ups: [] }, "");
  words.className = "prose";
  const facts = isPleasantry ? null : h("p.facts", {}, h(`span.badge.${TINT[outcome] ?? "accent"}`, { title: REASONS[reason] ?? "" }, outcomeWords(outcome, reason)), isRuled ? ruleLine(rule) : outcome === "handed_off" ? null : confidenceBar(confidence));
  return h("article.entry.bot", {},
    h("div.said", {}, head("Bot", at), words, near?.length && outcome !== "answered" ? offered(near) : null, facts, citations.length ? sourceList(citations) : null, rating(feedback)), badge);
}

const TINT = { answered: "green", clarify: "amber", abstained: "red", handed_off: "accent" };

function outcomeWords(outcome, reason) {
  const why = outcome !== "answered" && REASONS[reason];
  return why ? `${OUTCOMES[outcome]} · ${why}` : (OUTCOMES[outcome] ?? outcome);
}

function noteElement(note, { forget }) {
  const { author, text, created_at: at, mine } = note;
  const remove = (mine || me.isAdmin) && h("button.button.quiet.small", { onclick: () => forget(note), "aria-label": mine ? "Delete this note" : `Delete the note of ${author}` }, "Delete");
  return h("article.entry.note", {}, h("div.said", {}, head(author, at, h("span.badge.amber", {}, "Internal note"), remove), prose(text)));
}

function moveElement(move) {
  const text = moveWords(move);
  return h("p.entry.move", {}, icon(move.what, MOVE_ICONS[move.what] ?? ARROW), h("span", {}, text), moment(move.at, clock));
}

function head(name, at, ...more) {
  return h("header.by", {}, h("b", {}, h("bdi", {}, name)), ...more, moment(at, clock));
}

function rating(feedback) {
  if (!feedback) return null;
  const { what, comment } = feedbackWords(feedback);
  return h(`div.rated.${feedback.rating}`, {}, h("p", {}, icon("up"), what), comment ? h("blockquote", { dir: "auto" }, comment) : null);
}
