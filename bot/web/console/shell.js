// What every page of the console does: signing out.

import { address, attempt, request } from "./client.js";

document.querySelector('[data-do="sign-out"]')?.addEventListener("click", () =>
  attempt(async () => {
    await request("v1/agent/session", { method: "DELETE" });
    sessionStorage.clear(); // drafts are their writer's own
    location.href = address("console/sign-in");
  }),
);
