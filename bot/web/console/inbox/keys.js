// The keys of the inbox, and the dialog that tells them.

import { h } from "../../../widget/dom.js";
import { keep, recall } from "../../../widget/memory.js";

const HELP = {
  "The list": [["J K", "Next and previous conversation (or ↓ ↑)"], ["Enter", "Open it"], ["/", "Search"], ["Esc", "Back"]],
  "The conversation": [["R", "Write a reply"], ["N", "Write a note"], ["T", "Take over, or reopen"], ["Ctrl Enter", "Send what is written"], ["/", "Canned reply, while writing"]],
  Drafts: [["1 2 3", "Insert this draft (Alt 1–3 while writing)"], ["E", "Edit the chosen draft"], ["S", "Send the chosen draft"], ["X", "Reject the chosen draft"]],
  Everywhere: [["?", "These keys"]],
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
  return isOn() ? event.key.toLowerCase() : null;
}

function isOn() {
  return recall("local", "keys") !== "off";
}

export function showHelp() {
  const group = ([title, keys]) =>
    h("section", {}, h("h3", {}, title), h("dl.key-list", {}, keys.map(([key, what]) => h("div", {}, h("dt", {}, key.split(" ").map((each) => h("kbd", {}, each))), h("dd", {}, what)))));
  const toggle = h("input", { type: "checkbox", checked: isOn(), onchange: () => keep("local", "keys", toggle.checked ? "on" : "off") });
  const dialog = h("dialog.dialog.wide", { "aria-labelledby": "keys-title", onclose: () => dialog.remove(), onclick: ({ target }) => target === dialog && dialog.close() },
    h("form", { method: "dialog" },
      h("h2", { id: "keys-title" }, "Keyboard shortcuts"),
      h("div.key-groups", {}, Object.entries(HELP).map(group)),
      h("label.check", {}, toggle, "Single keys work (switch them off if they get in your way)"),
      h("div.actions", {}, h("button.button.primary", { type: "submit" }, "Close"))));
  document.body.append(dialog);
  dialog.showModal();
}
