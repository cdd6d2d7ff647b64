// What a customer thinks of an answer: a thumb, and after a thumb down the reason.

import { request } from "./client.js";
import { h } from "./dom.js";
import { t } from "./words.js";

const REASONS = ["wrong", "incomplete", "outdated", "unclear", "off_topic"];

/** Keeps the rating of the pressed thumb; a thumb down asks why. */
export async function act(chat, thumb) {
  const row = thumb.closest(".rating");
  const { rating } = thumb.dataset;
  const thumbs = [...row.querySelectorAll("[data-rating]")];
  const before = thumbs.map(({ ariaPressed }) => ariaPressed);
  for (const each of thumbs) each.ariaPressed = String(each === thumb);
  if (rating === "down") askWhy(chat, row);
  if (!(await send(chat, row, { rating }))) thumbs.forEach((each, at) => (each.ariaPressed = before[at]));
  else if (rating === "up") thank(chat, row);
}

let last = Promise.resolve();

/** Whether it was kept; one after the other, so that the last one counts. */
function send(...rated) {
  return (last = last.then(() => deliver(...rated)));
}

async function deliver(chat, row, feedback) {
  const { message } = row.dataset;
  try {
    await request(`messages/${encodeURIComponent(message)}/feedback`, { body: feedback });
    const { rating, reason } = feedback; // not the comment: it is the visitor's own
    chat.element.notify("feedback", { message_id: message, rating, reason });
    return true;
  } catch (error) {
    console.warn("Citedesk: the feedback could not be sent.", error);
    say(chat, row, "notRated");
    return false;
  }
}

function say(chat, row, key) {
  row.querySelector(".why, .note")?.remove();
  row.append(h("p.note", {}, t(key)));
  chat.announce(t(key));
  chat.log.follow();
}

function thank(chat, row) {
  say(chat, row, "thanks");
}

function askWhy(chat, row) {
  let reason;
  const chip = (value) => h("button.chip", { "aria-pressed": "false", onclick: ({ target }) => {
    reason = reason === value ? undefined : value;
    for (const each of chips) each.ariaPressed = String(each === target && reason === value);
  } }, t(value));
  const chips = REASONS.map(chip);
  const comment = h("textarea", { rows: "2", maxlength: "1000", dir: "auto", "aria-label": t("comment"), placeholder: t("comment") });
  const submit = async (event) => {
    event.preventDefault();
    const words = comment.value.trim();
    if (!(await send(chat, row, { rating: "down", reason: reason ?? "other", comment: words || undefined }))) return;
    row.querySelector("[data-rating='down']").focus();
    thank(chat, row);
  };
  const form = h("form.why", { "aria-label": t("whatWrong"), onsubmit: submit },
    h("p.label", {}, t("whatWrong")), h("div.chips", {}, chips), comment, h("button.action", { type: "submit" }, t("sendFeedback")));
  row.querySelector(".why, .note")?.remove();
  row.append(form);
  form.scrollIntoView({ block: "nearest" });
}
