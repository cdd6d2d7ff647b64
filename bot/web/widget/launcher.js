// <citedesk-chat> with its launcher: all that a page loads before somebody opens the chat.

import { recall } from "./memory.js";
import words from "./strings/launcher.js";

const COMMANDS = ["open", "close", "toggle", "ask", "identify", "reset"];

class CitedeskChat extends HTMLElement {
  #config;
  #chat;

  connectedCallback() {
    if (this.shadowRoot) return;
    const wanted = [this.dataset.locale, document.documentElement.lang, ...navigator.languages];
    const spoken = wanted.map((tag) => tag?.toLowerCase().split("-")[0]).filter((tag) => Object.hasOwn(words, tag));
    this.locale = spoken[0] ?? "en";
    const { open, dir = "ltr" } = words[this.locale];
    this.root = Object.assign(document.createElement("div"), { className: "root", dir, lang: this.locale });
    this.launcher = Object.assign(document.createElement("button"), {
      className: "launcher",
      ariaLabel: open,
      ariaHasPopup: "dialog",
      onclick: () => this.#click(),
      onpointerenter: () => this.#load(), // on its way while the pointer is
    });
    this.root.append(this.launcher);
    this.attachShadow({ mode: "open" });
    this.#config = this.#begin();
  }

  disconnectedCallback() {
    this.#chat?.then((chat) => chat?.leave());
  }

  async run(name, ...values) {
    const [event, listener] = values;
    if (name === "on") addEventListener(`citedesk:${event}`, listener);
    else if (name === "off") removeEventListener(`citedesk:${event}`, listener);
    else if (!COMMANDS.includes(name)) console.warn(`Citedesk: no command "${name}"; there are on, off, ${COMMANDS.join(", ")}.`);
    else if (name !== "close" || this.#chat) return (await this.#load())?.run(name, ...values);
    return undefined;
  }

  notify(name, detail) {
    this.dispatchEvent(new CustomEvent(`citedesk:${name}`, { bubbles: true, detail }));
  }

  async addStyles(name) {
    this.shadowRoot.adoptedStyleSheets.push(await new CSSStyleSheet().replace(await (await read(name)).text()));
  }

  async #click() {
    this.launcher.ariaBusy = "true";
    await this.open();
    this.launcher.ariaBusy = null;
  }

  async #begin() {
    const { accent, locale, open, position } = this.dataset;
    const settings = read(`../v1/widget?locale=${this.locale}`).then((response) => response.json());
    const doWithout = (error) => console.warn("Citedesk: defaults apply:", error);
    const dressing = (accent ?? locale ?? position) && import("./attributes.js").catch(doWithout);
    const [config = {}, attributes] = await Promise.all([settings.catch(doWithout), dressing, this.addStyles("launcher.css")]);
    if (config.allowed === false) {
      console.error(`Citedesk: ${config.message}`);
      return null;
    }
    this.shadowRoot.append(this.root);
    if (attributes) attributes.dress(this); // at once, before it is seen in other colours
    this.notify("ready");
    // A window left open in this tab comes back; a conversation with a person goes on while it is closed.
    const last = recall("session", "window") ?? (open !== undefined && innerWidth > 480 && "open");
    if (last === "open") this.#load().then((chat) => chat?.panel.open(false));
    else if (recall("local", "conversation")?.live) this.#load();
    return config;
  }

  #load() {
    // All at once: on a slow line every further step takes its time.
    const parts = () => [this.#config, import("./chat.js"), this.addStyles("chat.css"), import(`./strings/${this.locale}.js`)];
    this.#chat ??= Promise.all(parts())
      .then(([config, { startChat }]) => config && startChat(this, config))
      .catch((error) => {
        this.#chat = null; // the next click tries again
        console.error("Citedesk: the chat could not be loaded.", error);
      });
    return this.#chat;
  }
}

for (const name of COMMANDS) {
  CitedeskChat.prototype[name] = function (...values) {
    return this.run(name, ...values);
  };
}

async function read(path) {
  const response = await fetch(new URL(path, import.meta.url), { credentials: "omit", signal: AbortSignal.timeout(9000) });
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

export async function place(attributes) {
  if (!document.body) await new Promise((done) => addEventListener("DOMContentLoaded", done));
  const chat = document.querySelector("citedesk-chat") ?? document.createElement("citedesk-chat");
  Object.assign(chat.dataset, attributes);
  if (!chat.isConnected) document.body.append(chat);
  return chat;
}

if (!customElements.get("citedesk-chat")) customElements.define("citedesk-chat", CitedeskChat);
