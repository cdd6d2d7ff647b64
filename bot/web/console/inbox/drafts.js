// What has been written and not yet sent, for each conversation; it survives a reload of the page.

import { keep, recall } from "../../../widget/memory.js";

const EMPTY = { mode: "reply", reply: "", note: "", suggestion: null };

export function draftOf(number) {
  return { ...EMPTY, ...recall("session", `reply ${number}`) };
}

export function keepDraft(number, changes) {
  const draft = { ...draftOf(number), ...changes };
  keep("session", `reply ${number}`, draft);
  return draft;
}
