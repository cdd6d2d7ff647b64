// The form at the bottom of the window.

import { h, icon } from "./dom.js";
import { keep, recall } from "./memory.js";
import { t } from "./words.js";

export class Composer {
  #busy = false;
  #limit;
  #send;

  constructor(limit, send) {
    this.#limit = limit;
    this.#send = send;
    this.input = h("textarea", {
      id: "question", rows: "1", autocomplete: "off", enterkeyhint: "send",
      placeholder: t("placeholder"), "aria-label": t("input"), "aria-describedby": "count",
      oninput: () => this.#refresh(),
      // While an input method is composing, Enter chooses a word.
      onkeydown: (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && this.#submit(event),
    });
    this.count = h("p.count", { id: "count" });
    this.sendButton = h("button.send", { type: "submit", "aria-label": t("send") }, icon("send"));
    this.stopButton = h("button.send", { "data-do": "stop", "aria-label": t("stop") }, icon("stop"));
    this.person = h("button", { "data-do": "person" }, t("person"));
    this.element = h("form.composer", { onsubmit: (event) => this.#submit(event) },
      h("div.field", {}, this.input, this.sendButton, this.stopButton), h("div.foot", {}, this.person, this.count));
    this.text = recall("session", "draft") ?? "";
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    this.#refresh();
  }

  get text() {
    return this.input.value.trim();
  }

  set text(text) {
    this.input.value = text;
    this.#refresh();
  }

  takes(text) {
    return [...text].length <= this.#limit; // as the server counts: code points, not UTF-16 units
  }

  complain(text) {
    this.count.textContent = text;
  }

  #submit(event) {
    event.preventDefault();
    const { text } = this;
    if (this.sendButton.disabled || this.#busy) return;
    this.text = "";
    this.#send(text);
  }

  #refresh() {
    const { input, text } = this;
    const limit = this.#limit;
    const count = [...text].length;
    keep("session", "draft", input.value);
    this.sendButton.hidden = this.#busy;
    this.stopButton.hidden = !this.#busy;
    this.sendButton.disabled = !count || !this.takes(text);
    this.complain(count < limit * 0.9 ? "" : t(count > limit ? "tooLong" : "count", { count, limit }));
    input.ariaInvalid = String(count > limit);
    input.dir = count ? "auto" : ""; // the placeholder is in the widget's own language
    this.fit();
  }

  fit() {
    const { style, scrollHeight } = this.input;
    style.height = "auto";
    if (scrollHeight) style.height = `${this.input.scrollHeight}px`;
  }
}
