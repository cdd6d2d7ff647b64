// A dialog with a form: fields, errors told where they are, and a button that waits for the server.

import { h } from "../../widget/dom.js";

/** Asks for the fields; `save(values)` is awaited, and what it throws is told in the form. Resolves to whether it was saved. */
export function ask({ title, text, fields = [], action, tone = "primary", save }) {
  const problem = h("p.notice.error", { role: "alert", hidden: true });
  const button = h(`button.button.${tone}`, { type: "submit" }, action);
  const form = h("form", { method: "dialog" },
    h("h2", { id: "asked" }, title), text ? h("p.quiet", {}, text) : null, fields.map(fieldElement), problem,
    h("div.actions", {}, h("button.button", { onclick: () => dialog.close() }, "Cancel"), button));
  const dialog = h("dialog.dialog", { "aria-labelledby": "asked" }, form);
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("input, select, textarea, button")?.focus();
  return new Promise((resolve) => {
    let isSaved = false;
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(isSaved);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      button.disabled = true;
      try {
        await save(Object.fromEntries(new FormData(form)));
        isSaved = true;
        dialog.close();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
      button.disabled = false;
    });
  });
}

function fieldElement({ name, label, hint, type = "text", value = "", options, rows, ...attributes }) {
  const id = `field-${name}`;
  const described = hint ? { "aria-describedby": `${id}-hint` } : {};
  let control;
  if (options) control = h("select", { id, name, ...described }, Object.entries(options).map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
  else if (rows) control = h("textarea", { id, name, rows: String(rows), ...described, ...attributes }, value);
  else control = h("input", { id, name, type, value, ...described, ...attributes });
  return h("div.field", {}, h("label", { for: id }, label), control, hint ? h("p.hint", { id: `${id}-hint` }, hint) : null);
}
