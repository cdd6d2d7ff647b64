// Where an agent writes: a reply or an internal note, with canned replies, links to articles and drafts.

import { h, icon } from "../../../widget/dom.js";
import { isMac } from "../single-keys.js";
import { cannedReplies, findArticles } from "./desk.js";
import { draftOf, keepDraft } from "./drafts.js";
import { Picker } from "./picker.js";

const LIMIT = 10_000;
const LIGHTNING = "M13 4 6.5 13.5H12L11 20l6.5-9.5H12Z";
const CHAIN = "M10.5 13.5a3.5 3.5 0 0 0 5 0l3-3a3.54 3.54 0 0 0-5-5l-1.2 1.2M13.5 10.5a3.5 3.5 0 0 0-5 0l-3 3a3.54 3.54 0 0 0 5 5l1.2-1.2";
const PLACEHOLDERS = { reply: "Write to the customer…", note: "Write a note that only colleagues see…" };

export class Composer {
  #number = null;
  #draft;
  #sending = new Set();
  #handlers;

  /** `handlers`: send(text, suggestion, options), note(text), typed(), changed(). */
  constructor(handlers) {
    this.#handlers = handlers;
    this.picker = new Picker();
    const mode = (name, words, key) => h("button", { "data-mode": name, "aria-pressed": "false", onclick: () => this.setMode(name), title: `${words} (${key})` }, words);
    this.modes = h("div.modes", { role: "group", "aria-label": "What you write" }, mode("reply", "Reply", "R"), mode("note", "Note", "N"));
    this.origin = h("span.badge.accent.origin", { hidden: true });
    this.notice = h("div.conflict", { role: "alert", hidden: true });
    this.input = h("textarea", { id: "reply", rows: "3", oninput: () => this.#typed(), onkeydown: (event) => this.#key(event) });
    this.count = h("span.hint.number", { id: "reply-count" });
    this.replies = h("button.button.quiet.small", { onclick: () => this.pickReply(), title: "Insert a canned reply (/)" }, icon("reply", LIGHTNING), h("span", {}, "Replies"));
    this.link = h("button.button.quiet.small", { onclick: () => this.pickArticle(), title: "Insert a link to an article" }, icon("link", CHAIN), h("span", {}, "Article"));
    this.button = h("button.button.primary", { type: "submit", title: `${isMac ? "⌘" : "Ctrl"}+Enter` }, "Send");
    this.element = h("form.composer", { onsubmit: (event) => (event.preventDefault(), this.submit()) },
      this.notice, this.picker.element,
      h("div.box", {}, h("div.box-head", {}, this.modes, this.origin), this.input,
        h("div.box-foot", {}, this.replies, this.link, this.count, this.button)));
  }

  /** Shows what is being written to this conversation. */
  open(number) {
    this.#number = number;
    this.#draft = draftOf(number);
    this.picker.close(false);
    this.clearNotice();
    this.#show();
  }

  /** Nothing is written to anybody until the next conversation opens: what stands here is not for it. */
  close() {
    this.picker.close(false);
    this.#number = null;
  }

  get text() {
    return this.input.value.trim();
  }

  get suggestion() {
    return this.#draft?.mode === "reply" ? this.#draft.suggestion : null;
  }

  setMode(mode) {
    this.#change({ mode });
    this.#show();
    this.input.focus();
  }

  focus(mode = this.#draft.mode) {
    if (mode !== this.#draft.mode) this.setMode(mode);
    this.input.focus();
  }

  /** Puts a draft into the reply; it takes the place of another draft that nobody has changed. */
  useSuggestion({ id, text }, label) {
    const { reply, suggestion } = this.#draft;
    const isUntouched = !reply.trim() || reply === suggestion?.text;
    this.#change({ mode: "reply", reply: isUntouched ? text : `${reply.trimEnd()}\n\n${text}`, suggestion: { id, text, label } });
    this.#show();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.input.scrollTop = 0;
  }

  insert(text) {
    const { input } = this;
    input.focus();
    input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
    this.#typed();
  }

  pickReply() {
    const typed = /(^|\s)\/$/.test(this.input.value.slice(0, this.input.selectionStart));
    this.picker.open({
      label: "Canned reply: shortcut or words",
      empty: "No canned reply fits. You write them on the page “Replies”.",
      source: async (words) => matching(await cannedReplies(), words.toLowerCase()),
      chosen: (text) => {
        this.input.focus();
        if (text === null) return;
        const end = this.input.selectionStart;
        if (typed) this.input.setSelectionRange(end - 1, end); // the slash that called for it
        this.insert(text);
      },
    });
  }

  pickArticle() {
    this.picker.open({
      label: "Article: words of its title or its subject",
      empty: "No article was found.",
      source: async (words, signal) => (await findArticles(words, signal)).map(({ title, url, kind }) => ({ title, detail: kind ?? "", value: `[${title.replace(/[[\]\\]/g, "\\$&")}](${url})` })),
      chosen: (markdown) => (markdown === null ? this.input.focus() : this.insert(markdown)),
    });
  }

  async submit(options = {}) {
    const number = this.#number;
    if (number === null) return;
    const { text } = this;
    const { mode, suggestion } = this.#draft;
    if (!text || [...text].length > LIMIT || this.#sending.has(number)) return;
    this.#sending.add(number);
    this.clearNotice();
    this.#refresh();
    try {
      if (mode === "note") await this.#handlers.note(number, text);
      else await this.#handlers.send(number, text, suggestion, options);
      keepDraft(number, { [mode]: "", ...(mode === "reply" ? { suggestion: null } : {}) });
    } catch (error) {
      this.#sending.delete(number);
      if (number !== this.#number) return;
      const { message, details, retry } = error;
      const words = retry ? { lead: "Not sent.", action: "Send anyway" } : { lead: "That didn’t work.", action: "Try again" };
      this.tell({ ...words, message, details, leave: "Keep writing", takesFocus: Boolean(retry), again: () => this.submit(retry) });
      this.#refresh();
      return;
    }
    this.#sending.delete(number);
    if (number !== this.#number) return;
    this.#draft = draftOf(number);
    this.#show();
  }

  /** Says in the form what was not done, and why; `action` does it all the same, by `again()`. What was written stays. */
  tell({ lead, message, details = [], action, again, leave, takesFocus = true }) {
    const run = h("button.button.small", { onclick: () => (this.clearNotice(), again()) }, action);
    const close = h("button.button.quiet.small", { onclick: () => this.clearNotice() }, leave);
    this.notice.replaceChildren(h("p", {}, h("b", {}, `${lead} `), message), ...details, h("div.actions", {}, run, close));
    this.notice.hidden = false;
    if (takesFocus) run.focus();
  }

  clearNotice() {
    if (this.notice.contains(document.activeElement)) this.input.focus();
    this.notice.hidden = true;
  }

  #typed() {
    const { mode, suggestion } = this.#draft;
    const text = this.input.value;
    this.#change({ [mode]: text, ...(mode === "reply" && !text.trim() ? { suggestion: null } : { suggestion }) });
    this.#refresh();
    if (mode === "reply") this.#handlers.typed(Boolean(text.trim()));
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "/" && !event.isComposing && /(^|\s)$/.test(this.input.value.slice(0, this.input.selectionStart))) {
      event.preventDefault();
      this.insert("/");
      this.pickReply();
    }
  }

  #change(changes) {
    this.#draft = keepDraft(this.#number, changes);
    this.#handlers.changed();
  }

  #show() {
    const { mode } = this.#draft;
    this.input.value = this.#draft[mode];
    this.input.placeholder = PLACEHOLDERS[mode];
    this.input.ariaLabel = mode === "note" ? "Internal note" : "Reply to the customer";
    this.element.classList.toggle("noting", mode === "note");
    for (const button of this.modes.children) button.ariaPressed = String(button.dataset.mode === mode);
    this.replies.hidden = this.link.hidden = mode === "note";
    this.#refresh();
  }

  #refresh() {
    const { mode, suggestion } = this.#draft;
    const length = [...this.text].length;
    const isSending = this.#sending.has(this.#number);
    this.input.readOnly = isSending;
    this.button.disabled = !length || length > LIMIT || isSending;
    this.button.textContent = isSending ? "Sending…" : mode === "note" ? "Save note" : "Send";
    this.count.textContent = length > LIMIT * 0.9 ? `${length.toLocaleString("en")} of ${LIMIT.toLocaleString("en")}` : "";
    this.input.ariaInvalid = String(length > LIMIT);
    this.input.dir = length ? "auto" : "ltr";
    this.origin.hidden = mode === "note" || !suggestion;
    this.origin.textContent = suggestion ? (this.text === suggestion.text.trim() ? suggestion.label : `${suggestion.label}, edited`) : "";
  }
}

function matching(replies, words) {
  const rank = ({ shortcut, title, text }) =>
    shortcut?.toLowerCase().startsWith(words) ? 0 : title.toLowerCase().includes(words) ? 1 : text.toLowerCase().includes(words) ? 2 : 3;
  return replies
    .map((reply) => [rank(reply), reply])
    .filter(([at]) => at < 3)
    .sort(([one], [other]) => one - other)
    .map(([, { shortcut, title, text }]) => ({ title, key: shortcut ? `/${shortcut}` : "", detail: text, value: text }));
}
