// A drafted article from what agents answered, to be edited and saved where the articles are kept.

import { h } from "../../../widget/dom.js";
import { attempt, toast } from "../client.js";
import { draftArticle } from "./desk.js";

/** Makes the draft and shows it; nothing of it is kept on the server. Throws RequestError. */
export async function showArticleDraft(number) {
  const { filename, markdown } = await draftArticle(number);
  const words = h("textarea", { id: "article", rows: "16", spellcheck: "true" }, markdown);
  const dialog = h("dialog.dialog.wide", { "aria-labelledby": "article-title", onclose: () => dialog.remove() },
    h("form", { method: "dialog" },
      h("h2", { id: "article-title" }, "Drafted article"),
      h("p.quiet", {}, "Edit it, save it among your articles and take out “draft: true”: the next sync then publishes it. It is not kept here."),
      h("div.field", {}, h("label", { for: "article" }, filename), words),
      h("div.actions", {},
        h("button.button", { onclick: () => attempt(() => copy(words.value)) }, "Copy"),
        h("button.button", { onclick: () => download(filename, words.value) }, "Download"),
        h("button.button.primary", { type: "submit" }, "Done"))));
  document.body.append(dialog);
  dialog.showModal();
  words.focus();
  words.setSelectionRange(0, 0);
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast("Copied.");
}

function download(filename, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  h("a", { href: address, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
