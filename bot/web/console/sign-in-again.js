// Signing in without leaving the page when the session has ended, so that nothing typed on it is lost.

import { h } from "../../widget/dom.js";
import { address } from "./client.js";
import { signInWith } from "./sign-in-form.js";

let asking;
let isRemoved = false;

/** Says that there is nothing to sign in to any more; nobody is asked to from now on. */
export function tellRemoved() {
  if (isRemoved) return;
  isRemoved = true;
  const leave = () => {
    sessionStorage.clear(); // drafts are their writer's own
    location.href = address("console/sign-in");
  };
  const dialog = h("dialog.dialog", { "aria-labelledby": "removed" }, h("form", { method: "dialog" },
    h("h2", { id: "removed" }, "Your account was removed"),
    h("p.quiet", {}, "An admin has removed it, and you are signed out. Your conversations are with the team. What you have not sent stays on this page until you leave it."),
    h("div.actions", {}, h("button.button", { onclick: () => dialog.close() }, "Stay on the page"), h("button.button.primary", { onclick: leave }, "Leave"))));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

/**
 * Waits until the same agent has signed in again. Throws the error when they would rather not.
 * When somebody else signs in it waits for ever, and the page becomes theirs: nothing that was begun on it goes on.
 */
export function askToSignIn(error) {
  if (isRemoved) return Promise.reject(error);
  asking ??= ask(error).finally(() => (asking = undefined));
  return asking;
}

function ask(error) {
  const form = h("form", { method: "dialog" },
    h("h2", { id: "again" }, "Your session has ended"),
    h("p.quiet", {}, "Sign in to go on. What you have written is still here."),
    h("div.field", {}, h("label", { for: "again-email" }, "E-mail"), h("input", { id: "again-email", name: "email", type: "email", autocomplete: "username", required: true })),
    h("div.field", {}, h("label", { for: "again-password" }, "Password"), h("input", { id: "again-password", name: "password", type: "password", autocomplete: "current-password", required: true })),
    h("p.notice.error", { role: "alert", hidden: true }),
    h("div.actions", {}, h("button.button", { onclick: () => dialog.close() }, "Not now"), h("button.button.primary", { type: "submit" }, "Sign in")));
  const dialog = h("dialog.dialog", { "aria-labelledby": "again" }, form);
  document.body.append(dialog);
  dialog.showModal();
  let isLeaving = false;
  return new Promise((resolve, reject) => {
    dialog.addEventListener("close", () => {
      if (isLeaving) return dialog.showModal(); // nothing more is done here under their name
      dialog.remove();
      reject(error); // without effect once signed in
    });
    signInWith(form, (agent) => {
      if (String(agent.number) === document.body.dataset.agent) {
        resolve();
        dialog.close();
        return;
      }
      isLeaving = true;
      sessionStorage.clear(); // drafts are their writer's own
      location.reload();
    });
  });
}
