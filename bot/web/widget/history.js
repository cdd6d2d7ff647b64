// What was said before and elsewhere: after a reload, in another tab, or by a person.

import { ChatError, request } from "./client.js";
import { carryOn, conversation, conversationPath, note, shown, unnamed, unsent } from "./conversation.js";
import { h } from "./dom.js";
import { prepareMarkdown } from "./markdown.js";
import { keyOf, recall } from "./memory.js";
import { show as showConversation } from "./session.js";
import { t } from "./words.js";

const EMPTY = { sentences: [], citations: [], did_you_mean: [], follow_ups: [] };

/** Shows what was said on the pages before, else the greeting. */
export async function recallPast(chat) {
  let said = { messages: [] };
  try {
    if (conversation.id) said = await readNews();
  } catch (error) {
    if (error.kind !== "gone") return cannotRecall(chat);
    carryOn("");
  }
  if (!said) return undefined;
  if (!said.messages.length) chat.greet();
  await show(chat, said.messages);
  await chat.followHandoff(said.handoff);
  return resume(chat, said.messages.at(-1)?.role === "user");
}

let last = Promise.resolve();

/** Shows messages of the conversation, silently, and in the order in which they came whatever is loaded for one. */
export function show(chat, messages) {
  const { id } = conversation;
  const done = last.then(() => id === conversation.id && append(chat, messages));
  last = done.catch(() => {}); // whoever waits for these messages hears of it
  return done;
}

async function append(chat, messages) {
  let question = "";
  if (messages.length) chat.welcome?.remove();
  for (const message of messages) {
    const { role, text, answer, rating } = message;
    await prepareMarkdown(text, chat);
    if (role === "user") chat.log.addQuestion((question = text));
    else if (role === "agent") chat.log.add((await chat.load("people")).agentMessage(message));
    else chat.addReply(question).finish({ ...EMPTY, answer: text, ...answer }, rating);
  }
  if (!chat.panel.isOpen) (await chat.load("people")).countUnread(chat, messages);
  markSeen(chat);
}

/** What came while the window was closed is unread, until it is opened. */
export function markSeen(chat) {
  if (chat.panel.isOpen && conversation.seen < conversation.seq) note({ seen: conversation.seq });
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

/** Shows what was said since; `event` tells of another tab, which may have begun or left a conversation. */
export async function catchUp(chat, { key } = {}) {
  if (key && key !== keyOf("conversation")) return;
  // What it tells may be out of date: this tab may have left the conversation since.
  const { id = "" } = key ? (recall("local", "conversation") ?? {}) : conversation;
  if (id !== conversation.id) {
    showConversation(chat, id);
  } else if (id && !chat.composer.busy) await showNews(chat);
}

async function showNews(chat) {
  try {
    const news = await readNews();
    if (!news) return;
    await show(chat, news.messages);
    await chat.followHandoff(news.handoff);
  } catch (error) {
    if (error.kind === "gone") {
      showConversation(chat, "");
    } else console.warn("Citedesk: the conversation could not be read.", error);
  }
}

/** What is new in the conversation; nothing at all where another one is shown meanwhile. */
async function readNews() {
  const { id } = conversation;
  const news = await request(conversationPath(`/messages?after=${conversation.seq}`)).catch((error) => {
    if (id === conversation.id) throw error;
  });
  return id === conversation.id && { ...news, messages: news.messages.filter(isNews) };
}

function cannotRecall(chat) {
  const again = h("button.action", { onclick: () => showConversation(chat, conversation.id) }, t("retry"));
  chat.welcome = h("div.problem", {}, h("p", {}, t("notLoaded")), again);
  chat.log.element.append(chat.welcome);
}

/** Messages that had not arrived when the page was left: those on their way go on, failed ones wait for their reader. */
function resume(chat, isStored) {
  for (const message of unsent) {
    const element = !message.failed && isStored ? null : chat.addQuestion(message.text);
    if (message.failed) chat.fail(message, new ChatError("unreachable"), chat.addReply(message.text), element);
    else chat.attempt(message, element);
  }
}
