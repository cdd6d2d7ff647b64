// The element <citedesk-chat>: a conversation with the server that this module came from.

import { ask, ChatError, pastMessages, starterQuestions } from "./client.js";
import { h } from "./dom.js";
import { choices, Reply, section, Transcript } from "./messages.js";
import { applyAccent, Composer, Panel } from "./panel.js";
import { Strings } from "./strings.js";

const BASE = new URL("../", import.meta.url).href;
const STARTERS = 3;

/** The widget. The page may call `open()`, `close()` and `ask(question)`. */
class CitedeskChat extends HTMLElement {
  #strings;
  #panel;
  #transcript;
  #composer;
  #conversation;
  #welcome;
  #past;
  #stream = null;

  connectedCallback() {
    if (this.shadowRoot) return;
    const { accent, locale, title } = this.dataset;
    this.#strings = new Strings(locale, document.documentElement.lang, ...navigator.languages);
    this.#conversation = new Conversation();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [STYLES];
    this.#build(shadow, title?.trim() || this.#strings.get("title"));
    applyAccent(shadow.firstElementChild, accent);
  }

  disconnectedCallback() {
    this.#stream?.abort();
  }

  open() {
    this.#panel.open();
  }

  close() {
    this.#panel.close();
  }

  /** Opens the window and asks; while an answer is on its way the question waits in the input. */
  ask(question) {
    this.open();
    const text = String(question).trim();
    if (this.#composer.busy) this.#composer.text = text;
    else if (text) this.#send(text);
  }

  #build(shadow, title) {
    const strings = this.#strings;
    this.#panel = new Panel({ title, strings, base: BASE, onopen: () => (this.#past ??= this.#begin()) });
    this.#transcript = new Transcript(strings, () => this.#panel.citations.scrolled());
    this.#composer = new Composer(strings, (text) => this.#send(text), () => this.#stop());
    this.#panel.fill(this.#transcript.element, this.#composer);
    const { launcher, dialog } = this.#panel;
    shadow.append(h("div", { class: "root", dir: strings.direction, lang: strings.locale }, launcher, dialog));
  }

  /** Shows what was said on the pages before, else the greeting. */
  async #begin() {
    const { id } = this.#conversation;
    const messages = id ? await pastMessages(BASE, id) : [];
    if (!messages.length) {
      this.#conversation.id = ""; // what cannot be shown is not carried on
      return this.#greet();
    }
    let question = "";
    for (const { role, text, answer } of messages) {
      if (role === "user") this.#transcript.addQuestion((question = text));
      else this.#addReply(question).finish({ sentences: [], citations: [], follow_ups: [], answer: text, ...answer });
    }
  }

  #greet() {
    const strings = this.#strings;
    const welcome = h("div", { class: "welcome" }, h("h3", {}, strings.get("greeting")), h("p", {}, strings.get("introduction")));
    this.#welcome = welcome;
    this.#transcript.element.append(welcome);
    starterQuestions(BASE, STARTERS).then((questions) => {
      const list = choices(questions, (question) => this.ask(question));
      if (questions.length) welcome.append(section(strings.get("starters"), list));
    });
  }

  async #send(text) {
    this.#composer.busy = true;
    await this.#past;
    this.#welcome?.remove();
    this.#transcript.addQuestion(text);
    this.#panel.announce("");
    this.#attempt(text);
  }

  #stop() {
    this.#stream?.abort();
    this.#panel.focusInput();
  }

  #addReply(question) {
    const { citations } = this.#panel;
    const context = { question, base: BASE, strings: this.#strings, citations, ask: (next) => this.ask(next) };
    const reply = new Reply(context, () => this.#transcript.follow());
    this.#transcript.addReply(reply.element);
    return reply;
  }

  async #attempt(text) {
    const stream = new AbortController();
    const reply = this.#addReply(text);
    this.#stream = stream;
    this.#composer.busy = true;
    try {
      this.#panel.announce(await this.#receive(text, reply, stream.signal));
    } catch (error) {
      if (stream.signal.aborted) this.#panel.announce(reply.stop());
      else this.#panel.announce(reply.fail(problem(error), () => this.#retry(text, reply)));
    } finally {
      this.#stream = null;
      this.#composer.busy = false;
    }
  }

  #retry(text, failed) {
    if (this.#stream) return;
    failed.remove();
    this.#panel.focusInput();
    this.#panel.announce("");
    this.#attempt(text);
  }

  async #receive(text, reply, signal) {
    let said = "";
    for await (const part of ask(BASE, text, this.#conversation.id, signal)) {
      if (part.type === "text-delta") reply.addText(part.delta);
      if (part.type === "data-answer") {
        this.#conversation.id = part.data.conversation_id;
        said = reply.finish(part.data);
      }
    }
    return said;
  }
}

/** The conversation's id, in the tab's session storage, or in memory alone where the browser denies storage. */
class Conversation {
  #key = `citedesk ${BASE}`;
  #id = this.#storage("getItem");

  get id() {
    return this.#id;
  }

  set id(id) {
    this.#id = id;
    this.#storage("setItem", id);
  }

  #storage(action, ...values) {
    try {
      return sessionStorage[action](this.#key, ...values);
    } catch {
      return null; // denied or full: the conversation lasts until the page is left
    }
  }
}

function problem(error) {
  if (error instanceof ChatError) return error;
  console.error("Citedesk: the answer could not be read.", error);
  return new ChatError("interrupted", String(error));
}

async function styles() {
  const url = new URL("widget.css", import.meta.url);
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}

const STYLES = await styles();
if (!customElements.get("citedesk-chat")) customElements.define("citedesk-chat", CitedeskChat);
