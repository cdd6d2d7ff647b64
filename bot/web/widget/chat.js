// The chat: puts window, log, composer and conversation together. What few visitors need is loaded when they do.

import { choices, section } from "./answer.js";
import { ChatError, request } from "./client.js";
import { Composer } from "./composer.js";
import { acknowledge, carryOn, conversation, conversationPath, hold, note, release, send, unsent, visitor } from "./conversation.js";
import { h } from "./dom.js";
import { Log, Reply } from "./messages.js";
import { Panel } from "./panel.js";
import { speak, t } from "./words.js";

const LIMIT = 4000;
const PATIENCE_MS = 20_000;
const EMPTY = { sentences: [], citations: [], did_you_mean: [], follow_ups: [] };
// What loads for each value of `data-do` that the chat itself has no action for: a module with `act(chat, button)`.
const MODULES = { person: "./people.js", menu: "./menu.js", rate: "./feedback.js" };

export async function startChat(element, config) {
  visitor.locale = element.locale;
  await Promise.all([speak(element.locale), element.addStyles("chat.css")]);
  return new Chat(element, config);
}

class Chat {
  #past = null;
  #stream = null;
  #resend = null;
  #quotes = null;
  #extras = null;
  #suggestions = null;

  #actions = {
    close: () => this.close(),
    stop: () => this.#stop(),
    ask: ({ dataset }) => this.ask(dataset.question),
  };

  constructor(element, config) {
    this.element = element;
    this.config = config;
    this.log = new Log(() => this.#quotes?.quoteScrolled());
    this.composer = new Composer(config.max_message_chars ?? LIMIT, (text) => this.#send(text));
    this.panel = new Panel(element.launcher, this.composer, element.dataset.title?.trim() || t("title"), {
      escaped: () => this.#quotes?.hideQuote() || this.#suggestions?.dismiss(),
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
      dialog.addEventListener(arrival, ({ target }) => target.closest(".mark") && this.#showQuote(target.closest(".mark")));
    }
    this.composer.input.addEventListener("input", () => this.#suggest());
    addEventListener("online", () => this.#resend?.());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#history("catchUp"));
    addEventListener("storage", (event) => this.#history("followOtherTab", event));
  }

  open(isWanted = true) {
    this.panel.open(isWanted);
  }

  close() {
    this.panel.close();
  }

  toggle() {
    return this.panel.isOpen ? this.close() : this.open();
  }

  /** Opens the window and asks; while an answer is on its way the question waits in the input. */
  ask(question) {
    this.open();
    const text = String(question).trim();
    if (this.isBusy) this.composer.text = text;
    else if (text) this.#send(text);
  }

  /** Tells the server who the visitor is. Throws ChatError where it does not believe it. */
  async identify(identity) {
    visitor.identity = identity;
    return conversation.id ? request(conversationPath("/identify"), { body: identity }) : null;
  }

  /** Forgets on this device who the visitor is and what was said, as a page wants it that logs somebody out. */
  reset() {
    visitor.identity = null;
    carryOn("");
    return this.restart();
  }

  /** Stops what would go on by itself, when the element leaves the page. */
  leave() {
    this.#stream?.abort();
    this.people?.leave();
  }

  get isBusy() {
    return this.composer.busy;
  }

  announce(text) {
    this.panel.announce(text);
  }

  /** A module that most visitors never need. */
  async load(name) {
    this.#extras ??= this.element.addStyles("extras.css");
    const [module] = await Promise.all([import(MODULES[name]), this.#extras]);
    return module;
  }

  /** Shows another conversation: the one whose token this device has now. */
  restart() {
    this.leave();
    unsent.forEach(release);
    this.log.clear();
    this.#past = null;
    this.#stream = null;
    this.composer.busy = false;
    return this.begin();
  }

  begin() {
    this.#past ??= this.#recall();
    return this.#past;
  }

  /** Shows messages of the conversation, silently. */
  async show(messages) {
    let question = "";
    if (messages.length) this.welcome?.remove();
    for (const message of messages) {
      const { role, text, answer, rating } = message;
      if (role === "user") this.log.addQuestion((question = text));
      else if (role === "agent") this.log.add((await this.load("person")).agentMessage(message));
      else this.#addReply(question).finish({ ...EMPTY, answer: text, ...answer }, rating);
    }
    if (this.panel.isOpen) note({ seen: conversation.seq });
  }

  /** Most conversations have no hand-off to follow. */
  async followHandoff(handoff) {
    if (handoff && (handoff.status !== "bot" || this.people)) (await this.load("person")).follow(this, handoff);
  }

  async #act(button) {
    const name = button?.dataset.do;
    if (Object.hasOwn(this.#actions, name)) this.#actions[name](button);
    else if (name) await this.load(name).then(({ act }) => act(this, button), () => this.composer.complain(t("unreachable")));
  }

  async #showQuote(mark) {
    this.#quotes = await import("./quote.js").catch(() => null); // the mark is a link as well
    this.#quotes?.showQuote(this.panel.dialog, mark);
  }

  async #suggest() {
    if (!this.#suggestions && this.composer.text.length < 3) return;
    this.#suggestions = await import("./suggestions.js").catch(() => null); // they are not missed
    this.#suggestions?.suggest(this);
  }

  async #history(what, ...values) {
    if (!this.#past) return;
    await this.#past;
    (await import("./history.js"))[what](this, ...values);
  }

  #toggled(isOpen) {
    if (isOpen) this.begin();
    this.#quotes?.hideQuote();
    this.people?.opened(this);
    this.element.notify(isOpen ? "open" : "close");
  }

  /** Shows what was said on the pages before, else the greeting. */
  async #recall() {
    let said = null;
    try {
      if (conversation.id) said = await (await import("./history.js")).readNews();
    } catch (error) {
      if (error.kind !== "gone") return this.#cannotRecall();
      carryOn("");
    }
    if (!said?.messages.length) this.#greet();
    if (said) await this.show(said.messages);
    if (said) await this.followHandoff(said.handoff);
    return this.#resume(said?.messages.at(-1)?.role === "user");
  }

  #cannotRecall() {
    const again = h("button.action", { onclick: () => this.restart() }, t("retry"));
    this.welcome = h("div.problem", {}, h("p", {}, t("notLoaded")), again);
    this.log.clear(this.welcome);
  }

  #greet() {
    const { greeting, introduction, starters } = this.element.dataset;
    const questions = starters?.split("|").filter((question) => question.trim()) ?? this.config.starters ?? [];
    this.welcome = h("div.welcome", {},
      h("h3", { dir: "auto" }, greeting || t("greeting")), h("p", { dir: "auto" }, introduction || t("introduction")),
      questions.length > 0 && section("starters", choices(questions)));
    this.log.clear(this.welcome);
  }

  /** Messages that had not arrived when the page was left: those on their way go on, failed ones wait for their reader. */
  #resume(isStored) {
    for (const message of unsent) {
      const element = !message.failed && isStored ? null : this.#addQuestion(message.text);
      if (message.failed) this.#fail(message, this.#addReply(message.text), element, new ChatError("unreachable"));
      else this.#attempt(message, element);
    }
  }

  #addQuestion(text) {
    this.welcome?.remove();
    return this.log.addQuestion(text);
  }

  async #send(text) {
    this.composer.busy = true;
    this.#suggestions?.suggest(this);
    await this.begin();
    const element = this.#addQuestion(text);
    this.announce("");
    // The page hears that something was asked, not what: the words are the visitor's own.
    this.element.notify("message");
    return this.#attempt({ key: crypto.randomUUID(), text }, element);
  }

  #stop() {
    this.#stream?.abort();
    this.panel.focusInput();
  }

  #addReply(question) {
    const reply = new Reply(question, () => this.log.follow());
    this.log.add(reply.element);
    return reply;
  }

  async #attempt(message, element) {
    const stream = new AbortController();
    const reply = this.#addReply(message.text);
    reply.wait(conversation.live ? "sending" : "thinking");
    this.#stream = stream;
    this.#resend = null;
    this.composer.busy = true;
    hold({ ...message, failed: false });
    try {
      await this.#finish(message, await patiently(message, reply, stream.signal), reply, element);
    } catch (error) {
      if (!stream.signal.aborted) this.#fail(message, reply, element, problem(error));
      else if (this.#stream === stream) {
        release(message);
        this.announce(reply.stop());
      }
    }
    if (this.#stream !== stream) return; // another conversation is shown meanwhile
    this.#stream = null;
    this.composer.busy = false;
  }

  async #finish(message, answer, reply, element) {
    const isNew = acknowledge(message, answer);
    if (isNew && answer.answer) this.announce(reply.finish(answer));
    else reply.remove();
    if (!isNew) element?.remove(); // its acknowledgement was lost, not the message
    const { outcome, reason, message_id } = answer;
    this.element.notify("answer", { outcome, reason, message_id });
    await this.followHandoff(answer.handoff);
  }

  #fail(message, reply, element, error) {
    if (error.kind === "unreachable" && !navigator.onLine) error.kind = "offline";
    hold({ ...message, failed: true });
    element?.classList.add("unsent");
    const retry = () => {
      if (this.#stream) return;
      element?.classList.remove("unsent");
      reply.remove();
      this.announce("");
      this.#attempt(message, element);
    };
    this.announce(reply.fail(error, () => (this.panel.focusInput(), retry())));
    this.#resend = error.kind === "offline" ? retry : null;
    this.element.notify("error", { kind: error.kind });
  }
}

/** The answer, asked for again by the same key while the server seems to restart. */
async function patiently(message, reply, signal) {
  const start = Date.now();
  for (let wait = 1000, cuts = 0; ; wait *= 2) {
    try {
      return await receive(message, reply, signal);
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

async function receive(message, reply, signal) {
  let answer;
  for await (const part of send(message, signal)) {
    if (part.type === "text-delta") reply.addText(part.delta);
    if (part.type === "data-answer") answer = part.data;
  }
  return answer;
}

function problem(error) {
  if (error instanceof ChatError) return error;
  console.warn("Citedesk: the answer could not be read.", error);
  return new ChatError("interrupted", String(error));
}
