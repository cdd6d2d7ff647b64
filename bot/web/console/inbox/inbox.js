// The inbox: puts list, conversation and side panel together and keeps them, and the address, in step.

import { attempt, toast } from "../client.js";
import { Composer } from "./composer.js";
import { openConversation, writeNote } from "./desk.js";
import { listen } from "./events.js";
import { Filters, filtersFrom, paramsOf } from "./filters.js";
import { listenToKeys, showHelp } from "./keys.js";
import { List } from "./list.js";
import { Notifier } from "./notify.js";
import { prepareText } from "./parts.js";
import { Presence } from "./presence.js";
import { send as sendText } from "./sending.js";
import { Side } from "./side.js";
import { Suggestions } from "./suggestions.js";
import { Talk } from "./talk.js";
import { nameOf } from "./words.js";

const TITLE = document.title;
const main = document.getElementById("main");
const news = document.getElementById("news");
const live = document.getElementById("live");

let number = null; // of the conversation that is open
let shown = null; // what is shown of it
let loading;
let again = false; // it has changed while it was being loaded
let early = null; // who is there, told while it was being loaded
let isAwaited = false; // by whoever opened it: it takes the focus as soon as it is shown, and never later

await prepareText();

const presence = new Presence();
const composer = new Composer({ send, note, typed: (isTyping) => presence.typed(isTyping), changed: () => {} });
const suggestions = new Suggestions({
  insert: (draft, label) => (composer.useSuggestion(draft, label), closeSide()),
  edit: (draft, label) => {
    if (composer.suggestion?.id !== draft.id) composer.useSuggestion(draft, label);
    closeSide();
    composer.focus("reply");
  },
  send: sendDraft,
  link: (markdown) => {
    closeSide();
    composer.focus("reply");
    composer.insert(markdown);
  },
  counted: (count) => (side.draftCount = talk.draftCount = count),
});
const talk = new Talk(document.getElementById("talk"), composer, { back: () => open(null), changed, side: () => toggleSide() });
const side = new Side(document.getElementById("side"), suggestions, { closed: closeSide });
let listed;
const list = new List(document.getElementById("list-scroll"), { addressOf, onCounts: count, widen: () => filters.set({ view: "all" }) });
const filters = new Filters({ views: document.getElementById("views"), find: document.getElementById("find") }, filtersFrom(params()), (changed) => {
  history.replaceState(null, "", addressOf(number, changed));
  listed = attempt(() => list.show(changed));
});
// From the search on to what it finds; Escape has emptied it by now.
filters.input.addEventListener("keydown", async (event) => {
  if (event.isComposing || !["Enter", "ArrowDown", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  filters.searchNow();
  await listed;
  if (document.activeElement === filters.input) list.focusFirst();
});

const notifier = new Notifier(document.querySelector('[data-do="help"]'), open);

function params() {
  return new URLSearchParams(location.search);
}

function addressOf(conversation, given = filters.filters) {
  const query = new URLSearchParams([...paramsOf(given), ...(conversation ? [["c", conversation]] : [])]);
  return query.size ? `${location.pathname}?${query}` : location.pathname;
}

/** Opens the conversation, or none; the address tells which. */
function open(wanted, { keepsAddress = false, takesFocus = true } = {}) {
  if (!keepsAddress && wanted !== number) history.pushState(null, "", addressOf(wanted));
  number = wanted;
  shown = null;
  list.current = wanted;
  main.classList.toggle("has-talk", wanted !== null);
  main.classList.toggle("has-side", wanted !== null);
  closeSide();
  presence.open(wanted);
  loading?.abort();
  loading = undefined;
  again = false;
  composer.close();
  suggestions.clear();
  if (wanted === null) {
    talk.nothing();
    if (takesFocus) list.move(0);
    return;
  }
  talk.loading();
  isAwaited = takesFocus;
  load();
}

/** Reads the open conversation anew; one reading at a time, and once more for what came meanwhile. */
async function load() {
  if (number === null) return; // it was left before what was done to it had come to an end
  if (loading) {
    again = true;
    return;
  }
  const own = (loading = new AbortController());
  const wanted = number;
  try {
    const conversation = await openConversation(wanted, own.signal);
    if (own === loading) show(conversation);
  } catch (error) {
    if (error.name === "AbortError" || own !== loading) return;
    if (shown && error.status === 404) leaveDeleted();
    else if (shown) toast(error.message, { kind: "error" });
    else {
      main.classList.remove("has-side");
      talk.failed(error, () => open(wanted));
    }
  } finally {
    if (own === loading) loading = undefined;
  }
  if (again && !loading) {
    again = false;
    await load();
  }
}

/** Says that the open conversation was deleted, in its place. */
function leaveDeleted() {
  loading?.abort();
  loading = undefined;
  again = false;
  shown = null;
  closeSide();
  main.classList.remove("has-side");
  presence.open(null);
  composer.close();
  suggestions.clear();
  talk.gone();
  news.textContent = "This conversation was deleted.";
}

function show(conversation) {
  const fresh = shown ? conversation.messages.filter(({ seq }) => seq > (shown.messages.at(-1)?.seq ?? 0)) : [];
  shown = conversation;
  talk.show(conversation);
  if (isAwaited) talk.name.focus({ preventScroll: true });
  isAwaited = false;
  if (early?.number === conversation.number) talk.showPresence(early);
  early = null;
  side.follow(conversation);
  suggestions.follow(conversation);
  const theirs = fresh.filter(({ role }) => role === "user");
  if (theirs.length) news.textContent = `${nameOf(conversation)}: ${theirs.map(({ text }) => text).join("\n")}`;
}

/** A change made here: shown at once, without waiting for the event. */
function changed(item) {
  if (item) list.receive({ ...list.items.find((each) => each.number === item.number), ...item });
  load();
}

async function send(to, text, suggestion, { after = shown?.messages.at(-1)?.seq ?? 0, takesOver }) {
  presence.typed(false);
  await sendText(to, text, { suggestion, after, takesOver });
  await showOwn(to);
}

async function note(to, text) {
  await writeNote(to, text);
  await showOwn(to);
}

/** Shows what has just been written here, wherever somebody was reading. */
async function showOwn(to) {
  if (to !== number) return;
  talk.timeline.toEnd();
  await load();
}

function sendDraft(draft, label) {
  if (composer.text && !composer.suggestion) {
    toast("Something else is being written. Send or clear it first, or insert the draft into it.");
    return;
  }
  if (composer.suggestion?.id !== draft.id) composer.useSuggestion(draft, label);
  closeSide();
  composer.submit();
}

/** Whether the conversation that is wanted is before the agent's eyes: only then may a key do something to it. */
function isShown() {
  return shown !== null && shown.number === number;
}

function whileShown(action) {
  return () => (isShown() ? action() : false);
}

function count(counts) {
  filters.counts = counts;
  document.title = counts.waiting ? `(${counts.waiting}) ${TITLE}` : TITLE;
}

function toggleSide(isOpen = !main.classList.contains("side-shown")) {
  main.classList.toggle("side-shown", isOpen);
  if (isOpen) side.element.querySelector('[aria-selected="true"]').focus();
}

function closeSide() {
  const hadFocus = side.element.contains(document.activeElement) && main.classList.contains("side-shown");
  main.classList.remove("side-shown");
  if (hadFocus) talk.sideButton.focus();
}

// After a draft was inserted by its number nobody is in the composer yet.
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || event.isComposing) return;
  if (!isShown() || document.querySelector("dialog[open]") || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  composer.submit();
});

listenToKeys({
  j: () => list.move(1),
  k: () => list.move(-1),
  ArrowDown: () => list.move(1),
  ArrowUp: () => list.move(-1),
  "/": () => filters.input.focus(),
  "?": showHelp,
  r: whileShown(() => composer.focus("reply")),
  n: whileShown(() => composer.focus("note")),
  t: whileShown(() => talk.takeOver()),
  1: whileShown(() => suggestions.insert(0)),
  2: whileShown(() => suggestions.insert(1)),
  3: whileShown(() => suggestions.insert(2)),
  e: whileShown(() => suggestions.edit()),
  s: whileShown(() => suggestions.send()),
  x: whileShown(() => suggestions.reject()),
  Escape: () => {
    const focused = document.activeElement;
    if (composer.element.contains(focused)) talk.timeline.list.focus();
    else if (main.classList.contains("side-shown")) closeSide();
    else if (number !== null) open(null);
    else return false;
    return true;
  },
});

document.getElementById("list-scroll").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-number]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(Number(link.dataset.number));
});
document.querySelector('[data-do="help"]').addEventListener("click", showHelp);

function wantedNumber() {
  return Number(params().get("c")) || null;
}

addEventListener("popstate", () => {
  filters.use(filtersFrom(params()));
  attempt(() => list.show(filters.filters));
  open(wantedNumber(), { keepsAddress: true });
});

attempt(() => list.show(filters.filters));
open(wantedNumber(), { keepsAddress: true, takesFocus: false });
listen({
  receive: {
    conversation: (item) => {
      const isNew = item.status === "waiting" && !list.items.some((each) => each.number === item.number);
      list.receive(item);
      notifier.tell(item);
      if (isNew) news.textContent = `${nameOf(item)} is waiting for an agent.`;
      if (item.number === number) load();
    },
    counts: (counts) => list.setCounts(counts),
    presence: (told) => told.number === number && (shown ? talk.showPresence(told) : (early = told)),
    gone: (gone) => {
      list.remove(gone.number);
      if (gone.number === number) leaveDeleted();
    },
  },
  missed: () => {
    attempt(() => list.refresh());
    if (shown || loading) load();
  },
  state: (isLive) => {
    live.textContent = isLive ? "" : "Reconnecting…";
  },
  removed: async () => {
    live.textContent = "Signed out";
    const { tellRemoved } = await import("../sign-in-again.js");
    tellRemoved();
  },
});
