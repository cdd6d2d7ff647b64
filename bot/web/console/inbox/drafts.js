// What an agent has written and not yet sent, for each conversation; it survives a reload of the page.

import { keep, recall } from "../../../widget/memory.js";
import { me } from "./desk.js";

const EMPTY = { mode: "reply", reply: "", note: "", suggestion: null };

// By its writer as well: whoever signs in next on the same tab would send it as their own.
const nameOf = (number) => `reply ${me.number} ${number}`;

export function draftOf(number) {
  return { ...EMPTY, ...recall("session", nameOf(number)) };
}

export function keepDraft(number, changes) {
  const draft = { ...draftOf(number), ...changes };
  keep("session", nameOf(number), draft);
  return draft;
}
