// Sending a message: refused where a colleague was faster, and never twice where only its acknowledgement was lost.

import { conflict } from "./conflict.js";
import { me, openConversation, sendMessage } from "./desk.js";

const uncertain = new Map(); // number → {text, after}: it may have arrived

/** Sends the text; `after` is the `seq` of the last message that the agent has seen. Throws RequestError. */
export async function send(number, text, { suggestion, after, takesOver = false }) {
  if (await hasArrived(number, text)) return;
  const body = { text, after };
  if (takesOver) body.take_over = true;
  if (suggestion?.id) body.suggestion_id = suggestion.id;
  try {
    await sendMessage(number, body);
    uncertain.delete(number);
  } catch (error) {
    if (error.status === 0 || error.status >= 500) uncertain.set(number, { text, after });
    throw error.status === 409 ? await conflict(error, number, after) : error;
  }
}

async function hasArrived(number, text) {
  const tried = uncertain.get(number);
  if (tried?.text !== text) return false;
  const { messages } = await openConversation(number);
  uncertain.delete(number);
  return messages.some((message) => message.role === "agent" && message.seq > tried.after && message.author === me.name && message.text === text);
}
