// What was said before and elsewhere: after a reload, in another tab, or by a person.

import { request } from "./client.js";
import { carryOn, conversation, conversationPath, note, shown, unnamed } from "./conversation.js";
import { keyOf } from "./memory.js";

/** The messages that are not shown yet, oldest first, and the state of the hand-off. Throws ChatError. */
export async function readNews() {
  const { messages, handoff } = await request(conversationPath(`/messages?after=${conversation.seq}`));
  return { messages: messages.filter(isNews), handoff };
}

/** Whether the message is to be shown; from now on it counts as shown. */
export function isNews({ id, seq = 0, role, text }) {
  conversation.seq = Math.max(conversation.seq, seq);
  if (shown.has(id)) return false;
  shown.add(id);
  if (role !== "user" || !unnamed.length) return true;
  // What was masked before it was stored reads otherwise: then it is the oldest.
  unnamed.splice(Math.max(0, unnamed.indexOf(text)), 1);
  return false;
}

/** Reads what was said since, and shows it; a conversation that is gone starts anew. */
export async function catchUp(chat) {
  if (!conversation.id || chat.isBusy) return;
  try {
    const { messages, handoff } = await readNews();
    await chat.show(messages);
    await chat.followHandoff(handoff);
  } catch (error) {
    if (error.kind === "gone") chat.reset();
    else console.warn("Citedesk: the conversation could not be read.", error);
  }
}

/** Follows another tab: what it has said, and the conversation it has begun or left. */
export function followOtherTab(chat, { key, newValue }) {
  if (key !== keyOf("conversation")) return;
  const { id = "", live = false, seen = 0 } = JSON.parse(newValue) ?? {};
  if (id === conversation.id) {
    Object.assign(conversation, { live, seen });
    catchUp(chat);
  } else {
    carryOn(id);
    chat.restart();
  }
}
