// The keys of the inbox, and the dialog that tells them.

import { h } from "../../../widget/dom.js";
import { isMac, keysAreOn, keysSwitch } from "../single-keys.js";

const HELP = {
  "The list": [["J K", "Next and previous conversation"], ["↓ ↑", "The same"], ["Enter", "Open it"], ["/", "Search; Enter or ↓ leads to what it finds"], ["?", "Show these keys"]],
  "The conversation": [["R", "Write a reply"], ["N", "Write a note"], ["T", "Take over, or reopen"], ["Esc", "Leave the field; again: back to the list"]],
  Drafts: [["1 2 3", "Insert this draft"], ["E", "Edit the chosen draft"], ["S", "Send the chosen draft"], ["X", "Reject the chosen draft"]],
  "While writing": [[isMac ? "⌘ Enter" : "Ctrl Enter", "Send what is written"], ["/", "Canned reply"], [isMac ? "⌥ 1 2 3" : "Alt 1 2 3", "Insert this draft"]],
};

/** Runs `actions[key]()` for single keys pressed outside of fields; they may be switched off. */
export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const draft = event.altKey && !event.ctrlKey && !event.metaKey && /^Digit([1-3])$/.exec(event.code);
    const name = draft ? draft[1] : keyName(event);
    const action = name && actions[name];
    if (!action || action(event) === false) return;
    event.preventDefault();
  });
}

function keyName(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Escape") return document.querySelector(":popover-open") ? null : "Escape";
  if (event.target.closest("input, textarea, select, [role=listbox], [popover]")) return null;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return event.target.closest(".list-pane, body > :not(main)") || event.target === document.body ? event.key : null;
  return keysAreOn() ? event.key.toLowerCase() : null;
}

export function showHelp() {
  const group = ([title, keys]) =>
    h("section", {}, h("h3", {}, title), h("dl.key-list", {}, keys.map(([key, what]) => h("div", {}, h("dt", {}, key.split(" ").map((each) => h("kbd", {}, each))), h("dd", {}, what)))));
  const dialog = h("dialog.dialog.wide", { "aria-labelledby": "keys-title", onclose: () => dialog.remove(), onclick: ({ target }) => target === dialog && dialog.close() },
    h("form", { method: "dialog" },
      h("h2", { id: "keys-title" }, "Keyboard shortcuts"),
      h("div.key-groups", {}, Object.entries(HELP).map(group)),
      keysSwitch(),
      h("div.actions", {}, h("button.button.primary", { type: "submit" }, "Close"))));
  document.body.append(dialog);
  dialog.showModal();
}
