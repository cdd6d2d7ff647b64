// A drafted article: shown to be edited, copied or downloaded; nothing of it is stored.

import { h } from "../../widget/dom.js";
import { attempt, request, toast } from "./client.js";

const panel = document.getElementById("draft");
const text = document.getElementById("draft-text");
const name = document.getElementById("draft-name");

async function load() {
  const draft = await attempt(() => request(`v1/agent/conversations/${panel.dataset.conversation}/draft-article`, { method: "POST" }));
  panel.setAttribute("aria-busy", "false");
  if (!draft) return;
  name.textContent = draft.filename;
  text.value = draft.markdown;
  for (const control of panel.querySelectorAll("[disabled]")) control.disabled = false;
}

panel.querySelector('[data-do="copy"]').addEventListener("click", () =>
  attempt(async () => {
    await navigator.clipboard.writeText(text.value);
    toast("Copied.");
  }),
);

panel.querySelector('[data-do="download"]').addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([text.value], { type: "text/markdown" }));
  h("a", { href: address, download: name.textContent }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
});

load();
