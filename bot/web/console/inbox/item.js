// One conversation in the list.

import { h } from "../../../widget/dom.js";
import { ago, moment, waited } from "../dates.js";
import { avatar } from "./parts.js";
import { nameOf, REASONS, STATUSES } from "./words.js";

const WHO = { bot: "Bot: ", agent: "Agent: " };

export function listItem(item, { isCurrent, href, me, tellsStatus }) {
  const { status, reason, unattended, preview, snippet, noted, assignee } = item;
  const name = nameOf(item);
  const waits = status === "waiting" && item.requested_at;
  const since = waits
    ? h(`time.since.${unattended ? "late" : "waits"}`, { datetime: item.requested_at, "data-waits": "", title: "Waiting since then" }, waited(new Date(item.requested_at)))
    : moment(item.active_at, ago);
  since.classList.add("since");
  const line = snippet ? h("p.preview.found", { dir: "auto" }, noted ? h("span.badge.amber", {}, "Note") : null, highlighted(snippet)) : h("p.preview", { dir: "auto" }, words(preview));
  const theirs = assignee && assignee.number !== me.number;
  const tags = [
    tellsStatus && !unattended ? h("span.badge", {}, STATUSES[status]) : null,
    unattended ? h("span.badge.red", { title: "Nobody has come for longer than customers are told" }, "Unattended") : null,
    reason && status !== "bot" ? h("span.badge", {}, REASONS[reason] ?? reason) : null,
    assignee ? h(`span.badge${theirs ? "" : ".accent"}`, {}, theirs ? assignee.name : "You") : null,
  ];
  return h("li", { "data-status": status },
    h("a.conversation", { href, "data-number": String(item.number), "aria-current": isCurrent ? "true" : null },
      avatar(name),
      h("span.lines", {},
        h("span.top", {}, h("b", {}, h("bdi", {}, name)), since),
        line,
        tags.some(Boolean) ? h("span.tags", {}, tags) : null)));
}

/** Lets the waiting times go on. */
export function tick(list) {
  for (const time of list.querySelectorAll("time[data-waits]")) time.textContent = waited(new Date(time.dateTime));
}

function words(preview) {
  if (!preview) return "No message yet";
  const { role, text } = preview;
  return `${WHO[role] ?? ""}${(role === "user" ? text : unmarked(text)).replace(/\s+/g, " ")}`;
}

/** Markdown as one line of a list can show it. */
function unmarked(text) {
  return text.replace(/!?\[([^\]]*)\]\([^)]*\)?/g, "$1").replace(/\*\*|`/g, "").replace(/^[#>\s]+|\|[-:| ]*/gm, " ");
}

/** The words that were searched for stand between U+0002 and U+0003. */
function highlighted(snippet) {
  return snippet.split(/(\u0002[^\u0003]*\u0003?)/).map((part) => (part.startsWith("\u0002") ? h("mark", {}, part.slice(1).replace("\u0003", "")) : part.replaceAll("\u0003", "")));
}
