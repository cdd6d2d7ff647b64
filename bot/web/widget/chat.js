// The chat: puts window, log, composer and conversation together. What few visitors need is loaded when they do.

import { choices, section } from "./answer.js";
import { ChatError, parse } from "./client.js";
import { Composer } from "./composer.js";
import { acknowledge, conversation, hold, release, send, unsent, visitor } from "./conversation.js";
import { h } from "./dom.js";
import { prepareMarkdown } from "./markdown.js";
import { Log, Reply } from "./messages.js";
import { Panel } from "./panel.js";
import { speak, t } from "./words.js";

const LIMIT = 4000;
const PATIENCE_MS = 20_000;
const PAUSE_MS = 250;
const HASTE_MS = 500; // the second click of a double click on "send" meets the button that stops
const MODULES = { person: "people", menu: "menu", rate: "feedback" };

export async function startChat(element, config) {
  visitor.locale = element.locale;
  await speak(element.locale);
  return new Chat(element, config);
}

class Chat {
  past;
  #typing;
  #stream;
  #since = 0;
  #resend;
  #extras;
  #modules = {};
  #commands = Promise.resolve();

  constructor(element, config) {
    this.element = element;
    this.config = parse(JSON.stringify(config)); // the launcher, which has read it, shows no text of it
    this.log = new Log(() => this.#modules.quote?.quoteScrolled());
    this.composer = new Composer(config.max_message_chars ?? LIMIT, (text) => this.#send(text));
    this.panel = new Panel(element.launcher, this.composer, element.dataset.title?.trim() || t("title"), {
      escaped: () => this.#modules.quote?.hideQuote() || this.#modules.suggestions?.dismiss(),
      toggled: (isOpen) => this.#toggled(isOpen),
    });
    const { dialog, header, status } = this.panel;
    dialog.append(header, this.log.element, this.composer.element, status);
    element.root.append(dialog);
    this.#listen(dialog);
    if (conversation.live) this.begin();
  }

  #listen(dialog) {
    dialog.addEventListener("click", ({ target }) => this.#act(target.closest("[data-do]")));
    for (const arrival of ["pointerover", "focusin", "click"]) {
      dialog.addEventListener(arrival, ({ target }) => this.#showQuote(target.closest(".mark")));
    }
    this.composer.input.addEventListener("input", () => this.#suggest());
    addEventListener("online", () => this.#resend?.());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#catchUp());
    addEventListener("storage", (event) => this.#catchUp(event));
  }

  /** Commands take effect in their order: what is asked after `identify` is asked by whom it named. */
  run(name, ...values) {
    const done = this.#commands.then(() => this.#execute(name, ...values));
    this.#commands = done.catch((error) => console.error(`Citedesk: "${name}" failed:`, error));
    return done;
  }

  async #execute(name, ...values) {
    if (name === "open") this.panel.open(true);
    else if (name === "close") this.panel.close();
    else if (name === "ask") this.ask(...values);
    else return (await this.load("session"))[name](this, ...values);
    return undefined;
  }

  ask(question = "") {
    this.panel.open(true);
    const text = String(question).trim();
    if (!text) return;
    if (this.composer.busy || !this.composer.takes(text)) this.composer.text = text;
    else this.#send(text);
  }

  leave() {
    this.#stream?.abort();
    this.#stream = null;
    this.people?.leave(this);
  }

  begin() {
    const recall = () => this.load("history").then(({ recallPast }) => recallPast(this));
    this.past ??= (conversation.id || unsent[0] ? recall() : this.greet()).catch(() => {
      this.past = null; // it is tried again when the window is opened, or something is sent
      this.composer.complain(t("unreachable"));
    });
    return this.past;
  }

  async greet() {
    const { greeting, introduction, starters } = this.element.dataset;
    const questions = starters?.split("|").filter((question) => question.trim()) ?? this.config.starters ?? [];
    this.welcome = h("div.welcome", {},
      h("h3", { dir: "auto" }, greeting || t("greeting")), h("p", { dir: "auto" }, introduction || t("introduction")),
      questions[0] && section("starters", choices(questions)));
    this.log.element.append(this.welcome);
  }

  announce(text) {
    this.panel.status.textContent = text;
  }

  async load(name) {
    this.#modules[name] ??= await import(`./${name}.js`);
    return this.#modules[name];
  }

  addExtras() {
    const { element } = this;
    this.#extras ??= Promise.all([element.addStyles("extras.css"), speak(element.locale, "extras/")]);
    return this.#extras;
  }

  async followHandoff(handoff, isNew = false) {
    if (handoff && (handoff.status !== "bot" || this.people)) (await this.load("people")).follow(this, handoff, { isNew });
  }

  #act(button) {
    const { do: name, question } = button?.dataset ?? {};
    if (name === "close") this.panel.close();
    else if (name === "stop") this.#stop();
    else if (name === "ask") this.ask(question);
    else if (name) Promise.all([this.load(MODULES[name]), this.addExtras()]).then(([{ act }]) => act(this, button), () => this.composer.complain(t("unreachable")));
  }

  #showQuote(mark) {
    if (mark) this.load("quote").then(({ showQuote }) => showQuote(this, mark), () => {});
  }

  #suggest() {
    clearTimeout(this.#typing);
    this.#modules.suggestions?.dismiss();
    const suggest = () => this.load("suggestions").then((module) => module.suggest(this), () => {});
    if (this.composer.text.length > 2) this.#typing = setTimeout(suggest, PAUSE_MS);
  }

  async #catchUp(event) {
    if (!this.past) return;
    await this.past;
    (await this.load("history")).catchUp(this, event);
  }

  #toggled(isOpen) {
    if (isOpen) this.begin();
    this.#modules.quote?.hideQuote();
    this.people?.opened(this);
    this.element.notify(isOpen ? "open" : "close");
  }

  addQuestion(text) {
    this.welcome?.remove();
    return this.log.addQuestion(text);
  }

  addReply(question) {
    const reply = new Reply(question, () => this.log.follow());
    this.log.add(reply.element);
    return reply;
  }

  async #send(text) {
    this.composer.busy = true;
    this.#suggest();
    await this.begin();
    const element = this.addQuestion(text);
    this.announce("");
    this.element.notify("message"); // without its words, which are the visitor's own
    // Pages without TLS have no crypto.randomUUID.
    this.attempt({ key: crypto.getRandomValues(new Uint32Array(5)).join("-"), text }, element);
  }

  #stop() {
    if (Date.now() - this.#since < HASTE_MS && this.log.element.querySelector(".waiting")) return;
    this.#stream?.abort();
    this.panel.focusInput();
  }

  async attempt(message, element) {
    const stream = new AbortController();
    const reply = this.addReply(message.text);
    reply.wait(conversation.live ? "sending" : "thinking");
    this.#stream = stream;
    this.#since = Date.now();
    this.#resend = null;
    this.composer.busy = true;
    hold({ ...message, failed: false });
    try {
      await this.#finish(message, await patiently(message, reply, stream.signal), reply, element);
    } catch (error) {
      if (this.#stream !== stream) return; // another conversation is shown meanwhile
      if (stream.signal.aborted) {
        release(message);
        this.announce(reply.stop());
      } else this.fail(message, problem(error), reply, element);
    }
    if (this.#stream !== stream) return;
    this.#stream = null;
    this.composer.busy = false;
  }

  async #finish(message, answer, reply, element) {
    const isNew = acknowledge(message, answer);
    await prepareMarkdown(answer.answer, this);
    if (isNew && answer.answer) this.announce(reply.finish(answer));
    else reply.remove();
    if (!isNew) element?.remove(); // its acknowledgement was lost, not the message
    const { outcome, reason, message_id } = answer;
    this.element.notify("answer", { outcome, reason, message_id });
    // While events are listened to they know it better: this may be older than the wish for a person.
    if (!conversation.live) await this.followHandoff(answer.handoff, true);
  }

  fail(message, error, reply, element) {
    if (error.kind === "unreachable" && !navigator.onLine) error.kind = "offline";
    hold({ ...message, failed: true });
    const mark = h("small", {}, t("notSent"));
    element?.append(mark);
    const retry = () => {
      if (this.#stream) return;
      mark.remove();
      reply.remove();
      this.announce("");
      this.attempt(message, element);
    };
    this.announce(reply.fail(error, () => (this.panel.focusInput(), retry())));
    if (error.kind === "offline") this.#resend = retry;
    this.element.notify("error", { kind: error.kind });
  }
}

/** The answer, asked for again by the same key while the server seems to restart. */
async function patiently(message, reply, signal) {
  const start = Date.now();
  for (let wait = 1000, cuts = 0; ; wait *= 2) {
    try {
      let answer;
      for await (const { type, delta, data } of send(message, signal)) {
        if (type === "text-delta") reply.addText(delta);
        if (type === "data-answer") answer = data;
      }
      return answer;
    } catch (error) {
      const { kind } = problem(error);
      const mayPass = kind === "unreachable" || (kind === "interrupted" && ++cuts < 2);
      if (signal.aborted || !mayPass || !navigator.onLine || Date.now() - start + wait > PATIENCE_MS) throw error;
      reply.wait("connecting");
      await new Promise((resolve, reject) => {
        setTimeout(resolve, wait);
        signal.addEventListener("abort", reject);
      });
    }
  }
}

function problem(error) {
  return error instanceof ChatError ? error : new ChatError("interrupted", error);
}
