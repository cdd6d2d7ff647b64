// The page of accounts, for admins: who may sign in, and what each may do.

import { h } from "../../widget/dom.js";
import { attempt, request, toast } from "./client.js";
import { ask } from "./form-dialog.js";
import { avatar } from "./inbox/parts.js";

const PATH = "v1/agent/team";
const ROLES = { agent: "Agent", admin: "Admin" };
const MIN_PASSWORD = 10;
const panel = document.getElementById("team");
const me = Number(document.body.dataset.agent);

async function show() {
  const team = await request(PATH);
  const head = h("thead", {}, h("tr", {}, ["Name", "Role"].map((name) => h("th", { scope: "col" }, name)), h("th", { scope: "col" }, h("span.hidden", {}, "Actions"))));
  const table = h("table.table.team", {}, head, h("tbody", {}, team.map(row)));
  panel.replaceChildren(h("div.table-box", { tabindex: "0", role: "region", "aria-label": "Accounts" }, table));
  panel.removeAttribute("aria-busy");
}

function row(account) {
  const { number, name, email, role } = account;
  const isMe = number === me;
  return h("tr", {},
    h("th", { scope: "row" }, h("div.person", {}, avatar(name), h("div", {}, h("bdi", {}, name), isMe ? h("span.quiet", {}, " (you)") : null, h("p.quiet.small", {}, email)))),
    h("td", {}, h(`span.badge${role === "admin" ? ".accent" : ""}`, {}, ROLES[role] ?? role)),
    h("td.actions", {},
      h("button.button.small", { onclick: () => change(account), "aria-label": `Change ${name}` }, "Change"),
      h("button.button.quiet.small", { onclick: () => remove(account), disabled: isMe, "aria-label": `Remove ${name}` }, "Remove")));
}

const nameField = (value) => ({ name: "name", label: "Name", value, required: true, maxlength: "80", autocomplete: "off", hint: "What customers and colleagues see." });
const roleField = (value) => ({ name: "role", label: "Role", value, options: ROLES });

async function add() {
  const isSaved = await ask({
    title: "Add someone",
    action: "Add",
    fields: [
      nameField(""),
      { name: "email", label: "E-mail", type: "email", required: true, maxlength: "254", autocomplete: "off" },
      roleField("agent"),
      { name: "password", label: "First password", type: "password", required: true, minlength: String(MIN_PASSWORD), autocomplete: "new-password", hint: "Tell it to them in person. At least ten characters." },
    ],
    save: (values) => request(PATH, { body: values }),
  });
  if (!isSaved) return;
  toast("Added. They can sign in now.");
  await attempt(show);
}

async function change({ number, name, role }) {
  const isSaved = await ask({
    title: `Change ${name}`,
    action: "Save",
    fields: [
      nameField(name),
      roleField(role),
      { name: "password", label: "New password", type: "password", minlength: String(MIN_PASSWORD), autocomplete: "new-password", hint: "Empty: it stays as it is." },
    ],
    save: ({ password, ...values }) => request(`${PATH}/${number}`, { method: "PATCH", body: password ? { ...values, password } : values }),
  });
  if (!isSaved) return;
  toast("Saved.");
  await attempt(show);
}

async function remove({ number, name }) {
  const isDone = await ask({
    title: `Remove ${name}?`,
    text: "They are signed out at once. What they wrote stays; conversations assigned to them wait for somebody else.",
    action: "Remove",
    tone: "danger",
    save: () => request(`${PATH}/${number}`, { method: "DELETE" }),
  });
  if (isDone) await attempt(show);
}

document.querySelector('[data-do="add"]').addEventListener("click", add);
await attempt(show);
