// The one popover that shows the quoted words of the mark that is hovered or focused.

import { h, icon, link } from "./dom.js";
import { prepareMarkdown, renderMarkdown } from "./markdown.js";
import { t } from "./words.js";

const GRACE_MS = 180; // to move the pointer from a mark to its quote
const GAP = 8;

let shown = null;
let leaving;

const popover = h("div.quote", {
  id: "quote", role: "tooltip", tabindex: "-1", hidden: true,
  onpointerenter: () => clearTimeout(leaving),
  onpointerleave: leave,
});

/** Shows the quote of a mark for as long as the mark has the pointer or the focus; in the window, so never outside it. */
export async function showQuote(chat, mark) {
  await Promise.all([chat.addExtras(), prepareMarkdown(mark.citation.quote, chat)]);
  clearTimeout(leaving);
  if (shown === mark || !mark.matches(":hover, :focus")) return;
  hideQuote();
  shown = mark;
  if (!popover.isConnected) chat.panel.dialog.append(popover);
  mark.onpointerleave = leave;
  mark.onblur = ({ relatedTarget }) => popover.contains(relatedTarget) || leave();
  const { title, quote, url } = mark.citation;
  const words = h("blockquote", { dir: "auto" }, renderMarkdown(quote));
  const opens = link("", url, {}, t("openArticle"), icon("open"));
  popover.replaceChildren(h("p.label", { dir: "auto" }, title), words, h("p", {}, opens));
  for (const element of popover.querySelectorAll("[tabindex], a")) element.tabIndex = -1;
  popover.hidden = false;
  words.classList.toggle("long", words.scrollHeight > words.clientHeight);
  mark.setAttribute("aria-describedby", popover.id);
  placeBeside(mark);
}

/** Whether a quote was shown; it is hidden now. */
export function hideQuote() {
  clearTimeout(leaving);
  shown?.removeAttribute("aria-describedby");
  popover.hidden = true;
  const wasShown = shown !== null;
  shown = null;
  return wasShown;
}

/** Hides the quote, unless the focus on its mark may be what scrolled. */
export function quoteScrolled() {
  if (shown?.matches(":focus")) placeBeside(shown);
  else hideQuote();
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hideQuote, GRACE_MS);
}

function placeBeside(mark) {
  const panel = popover.parentElement.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const left = at.left + at.width / 2 - width / 2 - panel.left;
  const above = at.top - panel.top - height - GAP;
  popover.style.left = `${Math.max(GAP, Math.min(left, panel.width - width - GAP))}px`;
  popover.style.top = `${above >= GAP ? above : at.bottom - panel.top + GAP}px`;
}
