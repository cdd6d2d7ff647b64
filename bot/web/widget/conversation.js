// The conversation: its token, which of its messages are shown, and those that the server has not acknowledged.

import { ask } from "./client.js";
import { keep, recall } from "./memory.js";

export const conversation = { id: "", live: false, seen: 0, ...recall("local", "conversation"), seq: 0 };

export const visitor = {};

export const shown = new Set();
export const unnamed = [];

/** Messages on their way or failed, `{key, text, failed}`; they outlive a reload, and go out again by the same key. */
export let unsent = recall("session", "unsent") ?? [];

export function note(changes) {
  Object.assign(conversation, changes);
  const { id, live, seen } = conversation;
  keep("local", "conversation", { id, live, seen, at: Date.now() });
}

export function carryOn(id) {
  if (id === conversation.id) return;
  shown.clear();
  unnamed.length = 0;
  note({ id, live: false, seen: 0, seq: 0 });
}

export function conversationPath(rest = "") {
  return `conversations/${encodeURIComponent(conversation.id)}${rest}`;
}

export function hold(message) {
  release(message);
  unsent.push(message);
  keep("session", "unsent", unsent);
}

export function release({ key }) {
  unsent = unsent.filter((message) => message.key !== key);
  keep("session", "unsent", unsent);
}

export async function* send({ key, text }, signal) {
  const body = { message: text, conversation_id: conversation.id || undefined, ...visitor };
  try {
    for await (const part of ask(body, key, signal)) {
      carryOn(part.messageMetadata?.conversation_id ?? conversation.id);
      yield part;
    }
  } catch (error) {
    if (error.kind === "identity" && visitor.identity) {
      console.error(`Citedesk: ${error.message}`);
      delete visitor.identity; // an answer without a name is better than none
    } else if (error.kind === "gone" && conversation.id) carryOn("");
    else throw error;
    yield* send({ key, text }, signal);
  }
}

export function acknowledge(message, { conversation_id: id, message_id: replyId, answer }) {
  release(message);
  carryOn(id);
  const isNew = !shown.has(replyId);
  shown.add(replyId);
  if (isNew && answer) unnamed.push(message.text); // without an answer the id is the question's own
  note({});
  return isNew;
}
