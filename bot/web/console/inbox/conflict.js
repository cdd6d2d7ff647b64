// When a colleague has answered first: what they wrote, and sending all the same.

import { h } from "../../../widget/dom.js";
import { clock, moment } from "../dates.js";
import { openConversation } from "./desk.js";
import { prose } from "./parts.js";

/** The refusal with what was written meanwhile, and what sends in spite of it. */
export async function conflict(error, number, after) {
  let news = [];
  let seen = after;
  try {
    const { messages } = await openConversation(number);
    news = messages.filter(({ seq, role }) => seq > after && role === "agent");
    seen = messages.at(-1)?.seq ?? after;
  } catch (failure) {
    console.warn("The conversation could not be read again.", failure);
  }
  error.details = news.map(({ author, text, created_at: at }) => h("blockquote.theirs", {}, h("p.by", {}, h("b", {}, author || "Agent"), moment(at, clock)), prose(text)));
  error.retry = { takesOver: true, after: seen };
  return error;
}
