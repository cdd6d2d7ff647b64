// The sidebar: drafts for the ticket that is open, each to be inserted or rejected. Nothing is sent by itself.

"use strict";

const client = ZAFClient.init();
const status = document.getElementById("status");
const list = document.getElementById("drafts");
const again = document.getElementById("again");
let settings = {};
let inserted = null; // the draft that stands in the editor, until the ticket is sent
let sent = null; // what was in the editor when the agent sent it
let round = 0;

const WHY = {
  0: "The Citedesk server could not be reached. Check its address in the app's settings, and that Zendesk can reach it.",
  401: "The Citedesk server, or a proxy before it, asks for an Authorization header. Add it to the app's settings.",
  403: "The Citedesk server, or a proxy before it, refuses this app.",
  404: "There is no Citedesk at the address in the app's settings, or an old one.",
  413: "This ticket is too long for the Citedesk server.",
  422: "The Citedesk server does not understand this version of the app.",
  429: "Too many requests have been made. Please try again in a minute.",
  503: "The Citedesk server has no articles yet, or its database is away. Please try again later.",
};

function tell(text, isFailure = false) {
  status.textContent = text;
  status.className = isFailure ? "failed" : "";
  fit();
}

function fit() {
  client.invoke("resize", { width: "100%", height: `${Math.max(80, document.documentElement.scrollHeight)}px` });
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A request to the server by Zendesk's proxy, which puts the secure setting in its place. */
function ask(path, body) {
  const options = {
    url: settings.address.trim().replace(/\/+$/, "") + path,
    type: "POST",
    contentType: "application/json",
    data: JSON.stringify(body),
    timeout: 20000,
    cors: false,
  };
  if (settings.sends_authorization) Object.assign(options, { secure: true, headers: { Authorization: "{{setting.authorization}}" } });
  return client.request(options);
}

async function comments(ticketId) {
  const found = { comments: [], users: [] };
  let url = `/api/v2/tickets/${ticketId}/comments.json?include=users&page[size]=100`;
  for (let page = 0; url && page < 5; page += 1) {
    const got = await client.request({ url, type: "GET" });
    found.comments.push(...got.comments);
    found.users.push(...(got.users || []));
    url = got.meta && got.meta.has_more ? got.links.next : null;
  }
  return found;
}

async function suggest() {
  const mine = (round += 1);
  list.replaceChildren();
  again.hidden = true;
  tell("Reading the ticket…");
  try {
    const got = await client.get(["ticket.id", "ticket.requester.id"]);
    if (!settings.address) return tell("Enter the address of the Citedesk server in the app's settings.", true);
    const { comments: said, users } = await comments(got["ticket.id"]);
    const messages = conversationOf(said, users, got["ticket.requester.id"]);
    if (mine !== round) return undefined;
    if (!messages.some(({ role }) => role === "user")) return tell("The customer has not written anything yet.");
    const { suggestions, missing } = await ask("/v1/suggest", { messages, k: 3 });
    if (mine === round) show(suggestions, missing);
  } catch (error) {
    if (mine === round) tell(WHY[error.status || 0] || `The Citedesk server answered ${error.status}. Please try again.`, true);
  }
  if (mine === round) again.hidden = false;
  fit();
  return undefined;
}

function show(suggestions, missing) {
  if (suggestions.length) tell(suggestions.length === 1 ? "One draft, from your help centre" : `${suggestions.length} drafts, best first`);
  else tell(missing.length ? `No article covers: ${missing.join("; ")}` : "No question is open in this ticket.");
  list.replaceChildren(...suggestions.map(box));
}

function box(draft, place) {
  const made = element("section", "draft");
  const head = element("h2", "", `Draft ${place + 1}`);
  head.append(element("span", "", `${Math.round(draft.confidence * 100)} % sure`));
  made.append(head, element("p", "text", plain(draft.text)));
  if (draft.missing.length) made.append(element("p", "missing", `No article covers: ${draft.missing.join("; ")}`));
  if (draft.citations.length) made.append(sources(draft.citations));
  const doings = element("div", "doings");
  const insert = element("button", "first", "Insert");
  const reject = element("button", "", "Reject");
  for (const button of [insert, reject]) button.type = "button";
  insert.setAttribute("aria-label", `Insert draft ${place + 1} into the reply`);
  reject.setAttribute("aria-label", `Reject draft ${place + 1}`);
  insert.addEventListener("click", () => use(draft, insert));
  reject.addEventListener("click", () => {
    report(draft, "rejected");
    made.remove();
    tell(list.childElementCount ? "The draft was rejected." : "No drafts are left.");
    (list.querySelector("button") || again).focus();
  });
  doings.append(insert, reject);
  made.append(doings);
  return made;
}

function sources(citations) {
  const made = element("ol", "");
  made.setAttribute("aria-label", "Sources");
  const seen = new Set();
  for (const { title, url, quote } of citations) {
    if (seen.has(title) || !/^https?:/i.test(url)) continue;
    seen.add(title);
    const link = element("a", "", title);
    Object.assign(link, { href: url, target: "_blank", rel: "noopener", title: quote });
    const item = element("li", "");
    item.append(link);
    made.append(item);
  }
  return made;
}

async function use(draft, button) {
  try {
    await client.invoke("ticket.comment.appendText", plain(draft.text));
    inserted = draft;
    button.textContent = "Inserted";
    tell("The draft is in the reply. Read it before you send it.");
  } catch {
    tell("Zendesk did not take the draft: open the reply's editor and try again.", true);
  }
}

function report(draft, outcome, text) {
  if (!draft.id) return;
  const body = text === undefined ? { outcome } : { outcome, text: text.slice(0, 10000) };
  ask(`/v1/suggestions/${draft.id}/outcome`, body).catch(() => {
    // What became of a draft is for statistics: an agent at work is not to be troubled with it.
    console.warn("Citedesk was not told what became of the draft");
  });
}

/** Keeps what is about to be sent; Zendesk waits for this, so it does no more. */
async function remember() {
  sent = null;
  if (!inserted) return true;
  const got = await client.get(["ticket.comment.text", "ticket.comment.type"]);
  const isPublic = got["ticket.comment.type"] !== "internalNote";
  sent = isPublic ? textOf(got["ticket.comment.text"] || "") : null;
  return true;
}

function settle() {
  if (inserted && sent) report(inserted, isSame(sent, plain(inserted.text)) ? "accepted" : "edited", sent);
  inserted = sent = null;
  suggest();
}

function colour(scheme) {
  document.documentElement.classList.toggle("dark", scheme === "dark");
}

async function begin() {
  try {
    const { settings: given } = await client.metadata();
    settings = given;
  } catch {
    return tell("Zendesk did not give the app its settings. Load the page again.", true);
  }
  client.get("colorScheme").then((got) => colour(got.colorScheme), () => colour(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  client.on("colorScheme.changed", colour);
  client.on("ticket.save", remember);
  client.on("ticket.submit.done", settle);
  client.on("ticket.conversation.changed", suggest);
  again.addEventListener("click", suggest);
  return suggest();
}

begin();
