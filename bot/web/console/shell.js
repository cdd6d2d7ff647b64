// What every page of the console does: signing out, changing one's own password, and making way for another agent.

import { keyOf, recall } from "../../widget/memory.js";
import { address, attempt, request, toast } from "./client.js";
import { ask } from "./form-dialog.js";

document.querySelector('[data-do="sign-out"]')?.addEventListener("click", () =>
  attempt(async () => {
    await request("v1/agent/session", { method: "DELETE" });
    sessionStorage.clear(); // drafts are their writer's own
    location.href = address("console/sign-in");
  }),
);

// All tabs share a session: this one would go on under the name of whoever has signed in on another.
addEventListener("storage", ({ key }) => {
  const { agent } = document.body.dataset;
  if (key !== keyOf("agent") || !agent || agent === String(recall("local", "agent"))) return;
  sessionStorage.clear(); // drafts are their writer's own
  location.reload();
});

document.querySelector('[data-do="password"]')?.addEventListener("click", async () => {
  document.getElementById("account").hidePopover();
  const isSaved = await ask({
    title: "Change your password",
    text: "You are signed out everywhere else.",
    action: "Change",
    fields: [
      { name: "current", label: "Current password", type: "password", required: true, autocomplete: "current-password" },
      { name: "password", label: "New password", type: "password", required: true, minlength: "10", autocomplete: "new-password", hint: "At least ten characters." },
    ],
    save: (values) => request("v1/agent/session/password", { method: "PUT", body: values }),
  });
  if (isSaved) toast("Your password is changed.");
});
