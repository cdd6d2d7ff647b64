// Notifications of the desktop for customers who begin to wait: off until somebody asks for them by the button.

import { h, icon } from "../../../widget/dom.js";
import { keep, recall } from "../../../widget/memory.js";
import { toast } from "../client.js";
import { nameOf } from "./words.js";

const BELL = "M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5ZM10 20.5h4";
const TITLES = { true: "Desktop notifications of who starts waiting are on", false: "Tell me on the desktop when somebody starts waiting" };

export class Notifier {
  #latest = Date.now(); // whoever waits since before that is no news

  /** `open(number)` shows a conversation. */
  constructor(place, open) {
    this.open = open;
    this.button = h("button.button.quiet.small.icon-only.bell", { "aria-label": "Desktop notifications", onclick: () => this.#switch() }, icon("bell", BELL));
    if ("Notification" in globalThis) place.before(this.button);
    this.#draw();
  }

  get #isOn() {
    return recall("local", "notify") === "on" && globalThis.Notification?.permission === "granted";
  }

  /** Tells of a conversation that has begun to wait, where the page is not what the agent looks at. */
  tell(item) {
    const asked = Date.parse(item.requested_at);
    if (item.status !== "waiting" || !(asked > this.#latest)) return;
    this.#latest = asked;
    if (!this.#isOn || (document.visibilityState === "visible" && document.hasFocus())) return;
    const shown = new Notification(`${nameOf(item)} is waiting`, { body: item.preview?.text ?? "", tag: `waiting ${item.number}` });
    shown.addEventListener("click", () => {
      window.focus();
      this.open(item.number);
      shown.close();
    });
  }

  async #switch() {
    const isOn = !this.#isOn && (await Notification.requestPermission()) === "granted";
    if (!isOn && Notification.permission === "denied") toast("Your browser blocks notifications of this page. Allow them in its settings first.");
    keep("local", "notify", isOn ? "on" : "off");
    this.#draw();
  }

  #draw() {
    const isOn = this.#isOn;
    this.button.ariaPressed = String(isOn);
    this.button.title = TITLES[isOn];
  }
}
