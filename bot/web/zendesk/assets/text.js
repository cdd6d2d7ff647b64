// What passes between a ticket and the server: comments as a conversation, drafts as text for the editor.

"use strict";

const MAX_MESSAGES = 30;
const MAX_TEXT_CHARS = 4000;

/** The public comments as a conversation, oldest first: what is private stays in Zendesk, whatever else is wrong. */
function conversationOf(comments, users, requesterId) {
  const roles = new Map(users.map((user) => [user.id, user.role]));
  return comments
    .filter((comment) => comment.public === true)
    .map((comment) => ({
      role: comment.author_id === requesterId || roles.get(comment.author_id) === "end-user" ? "user" : "agent",
      text: (comment.plain_body || comment.body || "").replace(/&nbsp;/g, " ").trim().slice(0, MAX_TEXT_CHARS),
    }))
    .filter((message) => message.text)
    .slice(-MAX_MESSAGES);
}

/** A draft's Markdown as text that reads well in every editor of Zendesk's: links as words and address. */
function plain(markdown) {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[((?:\\.|[^\]\\])*)\]\(([^)\s]+)\)/g, (_, words, address) => `${words.replace(/\\(.)/g, "$1")} (${address})`)
    .replace(/^#{1,6} +/gm, "")
    .replace(/(\*\*|__)(?=\S)(.*?\S)\1/g, "$2")
    .replace(/(^|\s)[*_](?=\S)([^*_\n]*\S)[*_](?=\s|[.,;:!?)]|$)/g, "$1$2")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|])/g, "$1");
}

/** The text of what stands in the editor, which may be HTML. */
function textOf(written) {
  const page = new DOMParser().parseFromString(written.replace(/<(br|\/p|\/div|\/li)\b[^>]*>/gi, "$&\n"), "text/html");
  return page.body.textContent.replace(/\u00a0/g, " ").trim();
}

/** Whether two texts are the same but for white space. */
function isSame(one, other) {
  return one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();
}
