// The launcher and the window it opens: beside the page on a desktop, over the whole screen on a phone.

import { h, icon } from "./dom.js";
import { Citations } from "./messages.js";

const COLOUR = /^(#[\da-f]{3,8}|[a-z]+|(rgb|hsl)a?\([\d\s.,%/deg-]+\))$/i;
const PHONE = "(max-width: 480px)";
const LIMIT = 4000;
const COUNT_FROM = 3600;

/** A <dialog>: modal on a phone, where it covers the page; beside the page and not modal on wider screens. */
export class Panel {
  #phone = matchMedia(PHONE);
  #input;

  constructor({ title, strings, base, onopen }) {
    this.onopen = onopen;
    const button = (name, glyph, onclick) =>
      h("button", { type: "button", class: name, "aria-label": strings.get(glyph), onclick }, icon(glyph));
    this.launcher = button("launcher", "chat", () => this.open());
    this.launcher.setAttribute("aria-haspopup", "dialog");
    this.status = h("p", { class: "unseen", role: "status" });
    this.dialog = h("dialog", { class: "panel", "aria-labelledby": "title", onkeydown: (event) => this.#keydown(event) });
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // the back gesture and Escape take the way that gives the focus back
      this.close();
    });
    this.citations = new Citations(this.dialog, strings, base);
    const words = h("div", { class: "names" }, h("h2", { id: "title", dir: "auto" }, title), h("p", {}, strings.get("subtitle")));
    this.header = h("div", { class: "header" }, h("span", { class: "badge" }, icon("chat")), words, button("close", "close", () => this.close()));
    this.#phone.addEventListener("change", () => this.isOpen && this.#show());
    for (const change of ["resize", "scroll"]) visualViewport.addEventListener(change, () => this.#fitViewport());
  }

  fill(log, composer) {
    this.#input = composer.input;
    this.dialog.append(this.header, log, composer.element, this.citations.popover, this.status);
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    if (!this.isOpen) {
      this.#show();
      this.onopen();
    }
    this.focusInput();
  }

  close() {
    if (!this.isOpen) return;
    this.citations.hide();
    this.dialog.close();
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  focusInput() {
    this.#input.focus({ preventScroll: true });
  }

  announce(text) {
    this.status.textContent = text;
  }

  #show() {
    if (this.isOpen) this.dialog.close();
    if (this.#phone.matches) this.dialog.showModal();
    else this.dialog.show();
    this.launcher.hidden = true;
    this.#fitViewport();
  }

  #keydown(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.citations.hide()) this.close();
  }

  /** On a phone the keyboard covers part of the page without resizing it: the window takes what is left. */
  #fitViewport() {
    const { height, offsetTop, scale } = visualViewport;
    const isFitted = this.isOpen && this.#phone.matches && scale === 1;
    this.dialog.style.height = isFitted && height < innerHeight - 1 ? `${height}px` : "";
    this.dialog.style.top = isFitted && offsetTop > 0 ? `${offsetTop}px` : "";
  }
}

/** The form; calls `send(text)` and `stop()`. While `busy` is set nothing is sent and the button stops the answer. */
export class Composer {
  #strings;
  #busy = false;
  #send;

  constructor(strings, send, stop) {
    this.#strings = strings;
    this.#send = send;
    this.input = h("textarea", {
      id: "question", rows: "1", dir: "auto", autocomplete: "off", enterkeyhint: "send", autofocus: true,
      placeholder: strings.get("placeholder"), "aria-label": strings.get("input"), "aria-describedby": "count",
      oninput: () => this.#refresh(),
      onkeydown: (event) => this.#keydown(event),
    });
    this.count = h("p", { class: "count", id: "count", hidden: true });
    this.sendButton = h("button", { class: "send", "aria-label": strings.get("send") }, icon("send"));
    this.stopButton = h("button", { type: "button", class: "send", "aria-label": strings.get("stop"), onclick: stop }, icon("stop"));
    const field = h("div", { class: "field" }, this.input, this.sendButton, this.stopButton);
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, field, this.count);
    this.#refresh();
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    this.#refresh();
  }

  set text(text) {
    this.input.value = text;
    this.#refresh();
  }

  #keydown(event) {
    // While an input method is composing, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (!this.#isReady()) return;
    const text = this.input.value.trim();
    this.text = "";
    this.#send(text);
  }

  #isReady() {
    const length = characters(this.input.value.trim());
    return !this.#busy && length > 0 && length <= LIMIT;
  }

  #refresh() {
    const count = characters(this.input.value.trim());
    const isTooLong = count > LIMIT;
    this.sendButton.hidden = this.#busy;
    this.stopButton.hidden = !this.#busy;
    this.sendButton.disabled = !this.#isReady();
    this.count.hidden = count < COUNT_FROM;
    this.count.textContent = this.count.hidden ? "" : this.#strings.get(isTooLong ? "tooLong" : "count", { count, limit: LIMIT });
    this.input.setAttribute("aria-invalid", String(isTooLong));
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }
}

/** Characters as the server counts them: code points, not UTF-16 units. */
function characters(text) {
  return [...text].length;
}

export function applyAccent(element, value) {
  if (!value) return;
  const colour = COLOUR.test(value) && CSS.supports("color", value) && solid(element, value);
  if (colour) element.style.setProperty("--accent", colour);
  else console.warn(`Citedesk: data-accent "${value}" is not a solid CSS colour such as #0b6e5f.`);
}

function solid(element, value) {
  element.style.color = value;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color.startsWith("rgb(") && color;
}
