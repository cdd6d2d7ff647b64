// Tells the server which conversation is open here, and whether something is being written to it.

import { absence, presence } from "./desk.js";

const BEAT_MS = 10_000;
const TYPING_MS = 3_000;

export class Presence {
  #number = null;
  #beat;
  #toldTyping = 0;

  constructor() {
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#pause() : this.#go()));
    addEventListener("pagehide", () => this.#pause());
  }

  open(number) {
    if (number === this.#number) return;
    this.#pause();
    this.#number = number;
    if (!document.hidden) this.#go();
  }

  typed(isTyping) {
    const now = Date.now();
    if (isTyping && now - this.#toldTyping < TYPING_MS) return;
    if (!isTyping && !this.#toldTyping) return;
    this.#toldTyping = isTyping ? now : 0;
    this.#tell(isTyping);
  }

  #go() {
    if (this.#number === null) return;
    this.#tell(false);
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#tell(Date.now() - this.#toldTyping < TYPING_MS), BEAT_MS);
  }

  #pause() {
    clearInterval(this.#beat);
    if (this.#number !== null) absence(this.#number);
    this.#toldTyping = 0;
  }

  #tell(isTyping) {
    // Nobody is told when this fails: it is said again in a moment, and the rest of the page says what is wrong.
    presence(this.#number, isTyping).catch(() => {});
  }
}
