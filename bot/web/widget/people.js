// A person: asking for one, how far that has come, and what is said in the meantime.

import { textBlock } from "./answer.js";
import { parse, request } from "./client.js";
import { carryOn, conversation, conversationPath, note, visitor } from "./conversation.js";
import { BASE, h, icon, link } from "./dom.js";
import { catchUp, isNews, markSeen, show } from "./history.js";
import { renderMarkdown } from "./markdown.js";
import { ratingRow } from "./messages.js";
import { attend, leave as leavePresence, showTyping } from "./presence.js";
import { show as showConversation } from "./session.js";
import launcherWords from "./strings/launcher.js";
import { t, timeFormat } from "./words.js";

const POLL_MS = 5000;
const PATIENCE = 3;
const PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c1-3.8 4-5.5 7.5-5.5s6.5 1.7 7.5 5.5";
const LIVE = ["waiting", "agent"];

const banner = h("div.handoff", { hidden: true });
let status;
let said;
let events;
let failures = 0;
let polling;
let unread = 0;
let early = [];

/** Asks for a person; what happens then is said in the conversation and above it. */
export async function act(chat) {
  if (LIVE.includes(status)) return;
  tell(chat, { text: t("asking"), isBusy: true });
  chat.announce(t("asking"));
  try {
    const { message, handoff } = await ask();
    chat.welcome?.remove();
    // Its number is not taken for the newest known: another tab or an agent may have written just before.
    if (message && isNews({ ...message, seq: 0 })) await show(chat, [message]);
    await follow(chat, handoff, { wasAsked: true });
    chat.announce(message?.text ?? said.text);
  } catch (error) {
    console.warn("Citedesk: no person could be asked for.", error);
    tell(chat, { text: t("notAsked"), retry: true });
    chat.announce(t("notAsked"));
  }
}

async function ask() {
  if (!conversation.id) carryOn((await request("conversations", { body: visitor })).conversation_id);
  const { locale } = visitor;
  return request(conversationPath("/handoff"), { body: { reason: "customer_request", locale } });
}

/** Shows the state of the hand-off and listens for as long as somebody may write. */
export async function follow(chat, handoff, { wasAsked = false, isNew = wasAsked } = {}) {
  await chat.addExtras();
  chat.people = { leave, opened };
  const isKnown = status !== undefined;
  const before = said?.text ?? "";
  const hasChanged = status !== handoff.status;
  const wasLive = LIVE.includes(status);
  const isLive = LIVE.includes(handoff.status);
  status = handoff.status;
  said = describe(handoff, wasAsked, wasLive);
  tell(chat, said);
  // What comes with an answer is announced with it, and what was so before the page was loaded not at all.
  if (isKnown && !isNew && said.text && said.text !== before) chat.announce(said.text);
  if (hasChanged && (isKnown || isNew)) chat.element.notify("handoff", { status });
  if (conversation.live !== isLive) note({ live: isLive }); // other tabs answer each note by reading
  const { dialog } = chat.panel;
  const hadFocus = isLive && dialog.querySelector('[data-do="person"]:focus');
  chat.composer.person.hidden = isLive;
  dialog.classList.toggle("with-person", isLive); // under replies nobody needs to be asked for again
  if (hadFocus) chat.panel.focusInput();
  chat.composer.input.placeholder = t(isLive ? "writeTo" : "placeholder");
  if (isLive) listen(chat);
  else hangUp();
  if (isLive) attend(chat);
  else leavePresence();
  receive(chat, early.splice(0));
}

/** An agent's message: their name, their words, and what the customer thinks of them. */
export function agentMessage({ id, author, text, rating }) {
  const name = author || t("colleague");
  const initial = h("span.initial", { "aria-hidden": "true" }, [...name][0]);
  // People press Enter to begin a line; Markdown wants two spaces as well.
  const words = textBlock(renderMarkdown(text.replace(/\n/g, "  \n")));
  return h("div.message.agent", {}, h("p.author", {}, initial, h("bdi", {}, name)), h("div.said", {}, words), ratingRow(id, rating));
}

function describe({ agent, online, unattended, people, contact_url: url, open, opens_at: opensAt }, wasAsked, wasLive) {
  const contact = url && { href: url };
  if (status === "agent") return { text: agent ? t("joined", { name: agent }) : t("joinedUnnamed"), isThere: true, isOnline: online };
  if (status === "closed") return { text: t("ended") };
  if (status === "waiting") {
    if (open === false) return { text: opensAt ? t("outOfHours", { when: moment(new Date(opensAt)) }) : t("outOfHoursLater"), contact };
    return unattended ? { text: t("unattended"), contact } : { text: t("waiting"), isBusy: true };
  }
  if (wasLive) return { text: t("handedBack") };
  if (!wasAsked) return { text: "" };
  return people === "link" && url ? { text: t("contactHere"), contact } : { text: t("nobody") };
}

/** "Monday at 9:00 AM GMT+1" in the visitor's own time; with the date where it is further than a week away. */
function moment(time) {
  const day = time - Date.now() > 6 * 864e5 ? { day: "numeric", month: "long" } : { weekday: "long" };
  return timeFormat({ ...day, hour: "numeric", minute: "2-digit", timeZoneName: "short" }).format(time);
}

function tell(chat, { text, contact, retry, isBusy, isThere, isOnline }) {
  if (!banner.isConnected) chat.panel.header.after(banner);
  banner.hidden = !text;
  banner.className = `handoff${isThere ? " there" : ""}${isBusy ? " busy" : ""}`;
  const again = retry && h("button.action", { "data-do": "person" }, t("retry"));
  banner.replaceChildren(h("span.lamp", {}, icon("person", PERSON)), h("p", { dir: "auto" }, text));
  if (isOnline) banner.append(h("span.online", {}, t("online")));
  if (contact) banner.append(link(".action", contact.href, {}, t("contact")));
  if (again) banner.append(again);
  chat.log.follow(); // it has become lower
}

function listen(chat) {
  if (events || polling) return;
  events = new EventSource(new URL(`v1/${conversationPath(`/events?after=${conversation.seq}`)}`, BASE));
  events.onopen = () => (failures = 0);
  events.addEventListener("message", ({ data }) => receive(chat, [parse(data)]));
  events.addEventListener("handoff", ({ data }) => follow(chat, parse(data)));
  events.addEventListener("typing", ({ data }) => showTyping(parse(data)));
  events.addEventListener("gone", () => showConversation(chat, ""));
  events.onerror = ({ target }) => {
    failures += 1;
    if (target.readyState !== EventSource.CLOSED && failures < PATIENCE) return; // it tries again by itself
    hangUp();
    polling = setInterval(() => catchUp(chat), POLL_MS);
  };
}

function hangUp() {
  events?.close();
  clearInterval(polling);
  events = polling = undefined;
  failures = 0;
}

async function receive(chat, messages) {
  // What this tab is sending has no id yet by which it would be known.
  if (chat.composer.busy) early.push(...messages.filter(({ role }) => role === "user"));
  const fresh = messages.filter((message) => !(chat.composer.busy && message.role === "user") && isNews(message));
  if (!fresh.length) return;
  await show(chat, fresh);
  const { role, author, text } = fresh.at(-1);
  if (role === "agent") showTyping({ agent: null });
  if (role === "agent") chat.announce(t("said", { name: author || t("colleague"), text }));
}

/** Counts on the launcher what a person has written since the window was open. */
export async function countUnread(chat, messages) {
  unread += messages.filter(({ role, seq }) => role === "agent" && seq > conversation.seen).length;
  if (!unread) return;
  await chat.addExtras();
  const { launcher } = chat.element;
  launcher.dataset.unread = unread > 9 ? "9+" : unread;
  launcher.ariaLabel = t("unread", { count: unread });
}

/** The window was opened: nothing is unread any more. */
function opened(chat) {
  const { launcher, locale } = chat.element;
  unread = 0;
  delete launcher.dataset.unread;
  launcher.ariaLabel = launcherWords[locale].open;
  markSeen(chat);
}

/** Another conversation is shown, or the chat leaves the page. */
function leave(chat) {
  hangUp();
  leavePresence();
  early = [];
  status = said = undefined;
  banner.hidden = true;
  chat.composer.person.hidden = false;
  chat.panel.dialog.classList.remove("with-person");
  chat.composer.input.placeholder = t("placeholder");
}
