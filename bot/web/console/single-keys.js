// Single keys as commands, which whoever dictates or hits keys by accident switches off for the whole console.

import { h } from "../../widget/dom.js";
import { keep, recall } from "../../widget/memory.js";

export const isMac = navigator.platform.startsWith("Mac");

export function keysAreOn() {
  return recall("local", "keys") !== "off";
}

export function keysSwitch() {
  const toggle = h("input", { type: "checkbox", checked: keysAreOn(), onchange: () => keep("local", "keys", toggle.checked ? "on" : "off") });
  return h("label.check", {}, toggle, "Single keys work (switch them off if they get in your way)");
}
