// What is asked of the server about conversations.

import { request } from "../client.js";

const AGENT = "v1/agent";

export const me = {
  number: Number(document.body.dataset.agent),
  name: document.body.dataset.name,
  isAdmin: document.body.dataset.role === "admin",
};

/** Whether another agent answers the conversation. */
export const isOthers = ({ status, assignee }) => status === "agent" && assignee?.number !== me.number;

const path = (number, rest = "") => `${AGENT}/conversations/${number}${rest}`;

export function listConversations(filters, signal) {
  const given = Object.entries(filters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return request(`${AGENT}/conversations?${new URLSearchParams(given)}`, { signal });
}

export const openConversation = (number, signal) => request(path(number), { signal });
export const sendMessage = (number, body) => request(path(number, "/messages"), { body });
export const writeNote = (number, text) => request(path(number, "/notes"), { body: { text } });
export const deleteNote = (number, id) => request(path(number, `/notes/${id}`), { method: "DELETE" });
export const setStatus = (number, body) => request(path(number, "/status"), { method: "PUT", body });
export const assignTo = (number, agent) => request(path(number, "/assignee"), { method: "PUT", body: { agent } });
export const suggest = (number, body, signal) => request(path(number, "/suggestions"), { body, signal });
export const draftArticle = (number) => request(path(number, "/draft-article"), { method: "POST" });
export const findArticles = (words, signal) => request(`${AGENT}/articles?${new URLSearchParams({ q: words, k: 8 })}`, { signal });
export const tellOutcome = (id, outcome) => request(`v1/suggestions/${encodeURIComponent(id)}/outcome`, { body: { outcome } });
export const presence = (number, typing) => request(path(number, "/presence"), { body: { typing } });

/** Tells that the conversation is left; also when the page is. */
export function absence(number) {
  return request(path(number, "/absence"), { method: "POST", keepalive: true }).catch(() => {}); // it ends by itself soon
}

let replies;
let team;

/** The canned replies, read once for as long as the page is open. */
export function cannedReplies() {
  replies ??= request(`${AGENT}/replies`).catch((error) => {
    replies = undefined;
    throw error;
  });
  return replies;
}

/** Everybody to whom a conversation can be given; those who may not read the team are told of themselves alone. */
export function colleagues() {
  team ??= request(`${AGENT}/team`).catch(() => [me]);
  return team;
}
