// The element <citedesk-chat> with its launcher: all that a page loads before somebody opens the chat.

import { chooseLocale, dress } from "./attributes.js";
import { recall } from "./memory.js";
import words from "./strings/launcher.js";

const COMMANDS = ["open", "close", "toggle", "ask", "identify", "reset"];
const EVENTS = ["ready", "open", "close", "message", "answer", "handoff", "feedback", "error"];

/** The widget; `run(command, …)` is what the page's `citedesk(command, …)` calls. */
class CitedeskChat extends HTMLElement {
  #config;
  #chat;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.locale = chooseLocale(this.dataset.locale);
    const { open, direction } = words[this.locale];
    this.root = document.createElement("div");
    Object.assign(this.root, { className: "root", dir: direction ?? "ltr", lang: this.locale });
    this.launcher = document.createElement("button");
    Object.assign(this.launcher, { className: "launcher", ariaLabel: open, ariaHasPopup: "dialog", onclick: () => this.open() });
    this.launcher.onpointerenter = () => this.#load(); // on its way while the pointer is
    this.root.append(this.launcher);
    this.attachShadow({ mode: "open" });
    this.#config = this.#begin();
  }

  disconnectedCallback() {
    this.#chat?.then((chat) => chat?.leave());
  }

  open() {
    return this.run("open");
  }

  close() {
    return this.run("close");
  }

  /** Opens the window and asks; while an answer is on its way the question waits in the input. */
  ask(question) {
    return this.run("ask", question);
  }

  async run(name, ...values) {
    if (name === "on" || name === "off") this.#listen(name, ...values);
    else if (!COMMANDS.includes(name)) console.warn(`Citedesk: no command "${name}"; there are on, off, ${COMMANDS.join(", ")}.`);
    else if (name !== "close" || this.#chat) return (await this.#load())?.[name](...values);
    return undefined;
  }

  /** Tells the page: the event starts here and bubbles to the window. */
  notify(name, detail) {
    this.dispatchEvent(new CustomEvent(`citedesk:${name}`, { bubbles: true, detail }));
  }

  #listen(name, event, listener) {
    if (!EVENTS.includes(event)) console.warn(`Citedesk: no event "${event}"; there are ${EVENTS.join(", ")}.`);
    else window[name === "on" ? "addEventListener" : "removeEventListener"](`citedesk:${event}`, listener);
  }

  async #begin() {
    const settings = read(`../v1/widget?locale=${this.locale}`, 8000).then((response) => response.json());
    const config = await settings.catch((error) => console.warn("Citedesk: no settings came, so defaults apply.", error));
    if (config?.allowed === false) {
      console.error(`Citedesk: ${config.message}`);
      return null;
    }
    await this.addStyles("launcher.css");
    this.shadowRoot.append(this.root);
    dress(this.root, this.dataset);
    this.notify("ready");
    this.#comeBack();
    return config ?? {};
  }

  /** A window left open in this tab comes back; a conversation with a person goes on while it is closed. */
  async #comeBack() {
    const mayOpen = "open" in this.dataset && innerWidth > 480 && "open";
    if ((recall("session", "window") ?? mayOpen) === "open") (await this.#load())?.open(false);
    else if (recall("local", "conversation")?.live) this.#load();
  }

  async addStyles(name) {
    const sheet = await new CSSStyleSheet().replace(await (await read(name)).text());
    this.shadowRoot.adoptedStyleSheets.push(sheet);
  }

  #load() {
    this.#chat ??= this.#start().catch((error) => {
      this.#chat = null; // the next click tries again
      console.error("Citedesk: the chat could not be loaded.", error);
    });
    return this.#chat;
  }

  async #start() {
    const [config, { startChat }] = await Promise.all([this.#config, import("./chat.js")]);
    return config && startChat(this, config);
  }
}

async function read(path, timeout = 60_000) {
  const options = { credentials: "omit", signal: AbortSignal.timeout(timeout) };
  const response = await fetch(new URL(path, import.meta.url), options);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

/** The page's widget, with the attributes of the script tag. */
export async function place(attributes) {
  if (!document.body) await new Promise((done) => addEventListener("DOMContentLoaded", done));
  const chat = document.querySelector("citedesk-chat") ?? document.createElement("citedesk-chat");
  Object.assign(chat.dataset, attributes);
  if (!chat.isConnected) document.body.append(chat);
  return chat;
}

if (!customElements.get("citedesk-chat")) customElements.define("citedesk-chat", CitedeskChat);
