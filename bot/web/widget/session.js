// Who the visitor is and which conversation is shown: what changes them, by the page, the menu or another tab.

import { request } from "./client.js";
import { carryOn, conversation, conversationPath, release, unsent, visitor } from "./conversation.js";

export function toggle({ panel }) {
  if (panel.isOpen) panel.close();
  else panel.open(true);
}

/** Tells the server who the visitor is; another one's conversation is left. Throws ChatError where it does not believe it. */
export async function identify(chat, identity = {}) {
  if (!identity.token && !identity.hash) throw new Error("identify wants {token} or {user_id, hash}.");
  visitor.identity = identity;
  if (!conversation.id) return null;
  try {
    return await request(conversationPath("/identify"), { body: identity });
  } catch (error) {
    if (error.kind !== "gone") throw error;
    show(chat, "");
    return null;
  }
}

/** Forgets on this device who the visitor is and what was said, as a page wants it that logs somebody out. */
export function reset(chat) {
  delete visitor.identity;
  show(chat, "");
}

/** Shows the conversation with this id; without one, a new one. */
export function show(chat, id) {
  carryOn(id);
  chat.leave();
  unsent.forEach(release);
  chat.composer.busy = false;
  chat.log.element.replaceChildren();
  chat.past = null;
  chat.begin();
}
