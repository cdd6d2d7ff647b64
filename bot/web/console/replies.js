// The page of canned replies: a list of them, and a dialog to write one.

import { h } from "../../widget/dom.js";
import { prepareText, prose, emptyState } from "./inbox/parts.js";
import { attempt, request, toast } from "./client.js";
import { ask } from "./form-dialog.js";

const PATH = "v1/agent/replies";
const panel = document.getElementById("replies");

async function show() {
  const replies = await request(PATH);
  const sorted = replies.toSorted((one, other) => one.title.localeCompare(other.title));
  panel.replaceChildren(sorted.length ? h("ul.rows", {}, sorted.map(row)) : none());
  panel.removeAttribute("aria-busy");
}

function row(reply) {
  return h("li.entry-row", {},
    h("div.entry-words", {}, h("h2", {}, h("span", { dir: "auto" }, reply.title), reply.shortcut ? h("kbd", {}, `/${reply.shortcut}`) : null), prose(reply.text)),
    h("div.actions", {},
      h("button.button.small", { onclick: () => write(reply), "aria-label": `Edit “${reply.title}”` }, "Edit"),
      h("button.button.quiet.small", { onclick: () => remove(reply), "aria-label": `Delete “${reply.title}”` }, "Delete")));
}

function none() {
  return emptyState("No canned replies yet", "Write down what you say again and again: a greeting, a question you always ask, a goodbye.", h("button.button.primary", { onclick: () => write() }, "New reply"));
}

async function write(reply) {
  const isSaved = await ask({
    title: reply ? "Edit the reply" : "New reply",
    action: "Save",
    fields: [
      { name: "title", label: "Title", value: reply?.title, required: true, maxlength: "120", autocomplete: "off" },
      { name: "shortcut", label: "Shortcut", value: reply?.shortcut, maxlength: "30", pattern: "[^\\s\\/]+", autocomplete: "off", hint: "Without blanks, if you want one. Typed after a slash: /hi" },
      { name: "text", label: "Text", value: reply?.text, rows: 6, required: true, maxlength: "10000", hint: "Markdown: **bold**, lists, [links](https://…)." },
    ],
    save: (values) => {
      const body = { ...values, shortcut: values.shortcut || null };
      return reply ? request(`${PATH}/${reply.id}`, { method: "PUT", body }) : request(PATH, { body });
    },
  });
  if (!isSaved) return;
  toast("Saved.");
  await attempt(show);
}

async function remove(reply) {
  const isDone = await ask({
    title: `Delete “${reply.title}”?`,
    text: "It is deleted for the whole team.",
    action: "Delete",
    tone: "danger",
    save: () => request(`${PATH}/${reply.id}`, { method: "DELETE" }),
  });
  if (isDone) await attempt(show);
}

document.querySelector('[data-do="add"]').addEventListener("click", () => write());
await prepareText();
await attempt(show);
