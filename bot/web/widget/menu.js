// The menu in the window's header: a new conversation, a person, and deleting what was said.

import { request } from "./client.js";
import { conversation, conversationPath } from "./conversation.js";
import { h } from "./dom.js";
import { show } from "./session.js";
import { t } from "./words.js";

let menu;

/** Opens the menu below its button, or closes it. */
export function act(chat, button) {
  if (menu) return close(chat);
  const { retention_days: count } = chat.config;
  const item = (key, onclick) => h("button.item", { onclick: () => (close(chat), onclick(chat)) }, t(key));
  menu = h("div.popup", { onkeydown: (event) => move(event, chat), onfocusout: ({ relatedTarget }) => leave(chat, relatedTarget) },
    item("restart", restart),
    !conversation.live && h("button.item", { "data-do": "person", onclick: () => close(chat) }, t("person")),
    conversation.id && item("forget", confirm),
    count > 0 && h("p.note", {}, t("retention", { count })));
  button.setAttribute("aria-expanded", "true");
  chat.panel.header.append(menu);
  menu.querySelector("button").focus();
  return undefined;
}

function close(chat) {
  const closing = menu;
  menu = null;
  const { menuButton } = chat.panel;
  menuButton.setAttribute("aria-expanded", "false");
  if (closing.contains(closing.getRootNode().activeElement)) menuButton.focus();
  closing.remove();
}

function leave(chat, next) {
  if (menu && !menu.contains(next) && next !== chat.panel.menuButton) close(chat);
}

function move(event, chat) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") close(chat);
  else if (!step) return;
  const items = [...(menu?.querySelectorAll("button") ?? [])];
  items.at((items.indexOf(event.target) + step) % items.length)?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function restart(chat) {
  begin(chat, "restarted");
}

function begin(chat, said) {
  show(chat, "");
  chat.panel.focusInput();
  chat.announce(t(said));
}

/** Asks in a dialog of its own, which keeps the focus and gives it back. */
function confirm(chat) {
  const problem = h("p.wrong", { role: "alert" });
  const cancel = h("button.action", { onclick: () => dialog.close(), autofocus: true }, t("forgetNo"));
  const yes = h("button.action.danger", { onclick: () => forget(chat, dialog, problem) }, t("forgetYes"));
  const dialog = h("dialog.confirm", { role: "alertdialog", "aria-labelledby": "forget", "aria-describedby": "forget-text", onclose: () => dialog.remove() },
    h("h3", { id: "forget" }, t("forgetTitle")), h("p", { id: "forget-text" }, t("forgetText")), problem,
    h("p.actions", {}, cancel, yes));
  chat.panel.dialog.append(dialog);
  dialog.showModal();
  // Over the window, wherever on the page that is.
  const { left, top, width, height } = chat.panel.dialog.getBoundingClientRect();
  dialog.style.left = `${left + (width - dialog.offsetWidth) / 2}px`;
  dialog.style.top = `${top + (height - dialog.offsetHeight) / 2}px`;
}

async function forget(chat, dialog, problem) {
  try {
    await request(conversationPath(), { method: "DELETE" });
  } catch (error) {
    if (error.kind !== "gone") {
      problem.textContent = t("notForgotten");
      return;
    }
  }
  dialog.close();
  begin(chat, "forgotten");
}
