// The conversation: its token, which of its messages are shown, and those that the server has not acknowledged.

import { ask } from "./client.js";
import { keep, recall } from "./memory.js";

/** `live` while a person is asked for or there; `seq` numbers the newest message known. */
export const conversation = { id: "", live: false, ...recall("local", "conversation"), seq: 0 };

/** Who the visitor is, as the page's server has signed it; never kept. */
export const visitor = {};

/** The ids of the messages that are shown, and the texts of questions whose ids only a reading will tell. */
export const shown = new Set();
export const unnamed = [];

/** Messages on their way or failed, `{key, text, failed}`; they outlive a reload, and go out again by the same key. */
export let unsent = recall("session", "unsent") ?? [];

/** Changes what is known of the conversation; other tabs hear of it. */
export function note(changes) {
  Object.assign(conversation, changes);
  keep("local", "conversation", { id: conversation.id, live: conversation.live, at: Date.now() });
}

/** From now on this is the conversation; without an id, the next message starts one. */
export function carryOn(id) {
  if (id === conversation.id) return;
  shown.clear();
  unnamed.length = 0;
  note({ id, live: false, seq: 0 });
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

/** The stream of parts that answer the message. Throws ChatError. */
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

/** Whether the reply was not shown before. */
export function acknowledge(message, { conversation_id: id, message_id: replyId, answer }) {
  release(message);
  carryOn(id);
  const isNew = !shown.has(replyId);
  shown.add(replyId);
  if (isNew && answer) unnamed.push(message.text); // without an answer the id is the question's own
  note({});
  return isNew;
}
