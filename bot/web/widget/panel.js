// The window: beside the page on a desktop, over the whole screen on a phone.

import { h, icon } from "./dom.js";
import { keep } from "./memory.js";
import { t } from "./words.js";

const PHONE = matchMedia("(max-width: 480px)");

export class Panel {
  #launcher;
  #composer;
  #isGoingBack = false; // the entry of a window that was closed is still there

  constructor(launcher, composer, title, { escaped, toggled }) {
    this.#launcher = launcher;
    this.#composer = composer;
    this.toggled = toggled;
    this.status = h("p.unseen", { role: "status" });
    const tool = (name, attributes) => h("button.tool", { "data-do": name, "aria-label": t(name), ...attributes }, icon(name));
    const names = h("div.names", {}, h("h2", { id: "title", dir: "auto" }, title), h("p", {}, t("subtitle")));
    this.menuButton = tool("menu", { "aria-expanded": "false" });
    this.header = h("div.header", {}, h("span.badge", {}, icon("chat")), names, this.menuButton, tool("close"));
    this.dialog = h("dialog.panel", {
      "aria-labelledby": "title", tabindex: "-1",
      // The back gesture and Escape take the way that gives the focus back.
      oncancel: (event) => event.target === this.dialog && (event.preventDefault(), this.close()),
      onkeydown: (event) => {
        if (event.key !== "Escape" || event.isComposing || event.target.closest("dialog") !== this.dialog) return;
        event.preventDefault();
        event.stopPropagation();
        if (!escaped()) this.close();
      },
    });
    PHONE.addEventListener("change", () => this.isOpen && this.#show(false));
    addEventListener("popstate", () => this.#wentBack());
    for (const change of ["resize", "scroll"]) visualViewport.addEventListener(change, () => this.#fitViewport());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open(isWanted) {
    if (!this.isOpen) {
      this.#show(isWanted);
      keep("session", "window", "open");
      this.toggled(true);
    }
    if (isWanted) this.focusInput();
  }

  close() {
    if (!this.isOpen) return;
    this.dialog.close();
    this.#launcher.hidden = false;
    this.#launcher.focus();
    keep("session", "window", "closed");
    if (history.state?.citedesk) {
      this.#isGoingBack = true;
      history.back();
    }
    this.toggled(false);
  }

  focusInput() {
    this.#composer.input.focus({ preventScroll: true });
  }

  #show(isWanted) {
    const { dialog } = this;
    dialog.close();
    if (PHONE.matches) {
      this.#enter();
      dialog.showModal();
      if (!isWanted) dialog.focus();
    } else if (isWanted) dialog.show();
    else dialog.setAttribute("open", "");
    this.#launcher.hidden = true;
    this.#composer.fit();
    this.#fitViewport();
  }

  /** Back closes the chat and not the page; the entry keeps what the page's own router has in it. */
  #enter() {
    if (!history.state?.citedesk) history.pushState({ ...history.state, citedesk: true }, "");
  }

  #wentBack() {
    const isOurs = this.#isGoingBack;
    this.#isGoingBack = false;
    if (!PHONE.matches || history.state?.citedesk) return;
    if (isOurs && this.isOpen) this.#enter(); // it was opened again before
    else this.close();
  }

  /** On a phone the keyboard covers part of the page without resizing it: the window takes what is left. */
  #fitViewport() {
    const { height, offsetTop, scale } = visualViewport;
    const isFitted = this.isOpen && PHONE.matches && scale === 1;
    this.dialog.style.height = isFitted && height < innerHeight - 1 ? `${height}px` : "";
    this.dialog.style.top = isFitted && offsetTop > 0 ? `${offsetTop}px` : "";
  }
}
