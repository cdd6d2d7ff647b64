// When somebody has been faster: what they did or wrote, and doing it all the same.

import { h } from "../../../widget/dom.js";
import { clock, moment } from "../dates.js";
import { isOthers, openConversation } from "./desk.js";
import { prose } from "./parts.js";
import { nameOf } from "./words.js";

/** The refusal of a message with what colleagues wrote meanwhile, and what sends in spite of it. */
export async function conflict(error, number, after) {
  const { news, seen } = await readSince(number, after);
  error.details = news.filter(({ role }) => role === "agent").map((message) => quoted(message, message.author || "Agent"));
  error.retry = { takesOver: true, after: seen };
  return error;
}

/**
 * The refusal of another status for the conversation as it was `shown`, in words that say what has happened since, with
 * what the customer wrote, and what decides in spite of it.
 */
export async function overtaken(error, shown, { after, takesOver }) {
  const { now, news, seen } = await readSince(shown.number, after);
  const isTaken = !takesOver && now !== null && isOthers(now);
  const theirs = news.filter(({ role }) => role === "user");
  const told = [isTaken && `${now.assignee?.name ?? now.agent ?? "Somebody"} has taken it.`, theirs.length && "The customer has written since."].filter(Boolean);
  error.message = told.join(" ") || error.message;
  error.details = theirs.map((message) => quoted(message, nameOf(shown)));
  error.retry = { takesOver: takesOver || isTaken, after: seen };
  return error;
}

async function readSince(number, after) {
  try {
    const now = await openConversation(number);
    return { now, news: now.messages.filter(({ seq }) => seq > after), seen: now.messages.at(-1)?.seq ?? after };
  } catch (failure) {
    console.warn("The conversation could not be read again.", failure);
    return { now: null, news: [], seen: after };
  }
}

function quoted({ text, created_at: at }, author) {
  return h("blockquote.theirs", {}, h("p.by", {}, h("b", {}, author), moment(at, clock)), prose(text));
}
