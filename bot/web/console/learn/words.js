// What candidates are called on the page.

export const ORIGINS = {
  linked: { name: "Article linked", tone: "green", why: "An agent sent the customer an article." },
  edited: { name: "Draft edited", tone: "accent", why: "An agent changed the draft that was suggested." },
  rejected: { name: "Draft rejected", tone: "plum", why: "An agent turned the suggested draft down." },
  thumbs_down: { name: "Thumbs down", tone: "red", why: "The customer did not like the answer." },
  refused: { name: "Not answered", tone: "amber", why: "The bot found no answer." },
};

export const OUTCOMES = {
  answered: ["Answered", "green"],
  clarify: ["Asked back", "accent"],
  abstained: ["Not answered", "amber"],
  handed_off: ["Handed over", "plum"],
};

export const WHO = { user: "Customer", bot: "Bot", agent: "Agent" };

export const KEYS = [
  ["A", "Accept"],
  ["D", "Drop"],
  ["U", "Undo the last decision"],
  ["J or →", "Next, deciding later"],
  ["K or ←", "Previous"],
  ["1 – 9", "Choose the article with that number"],
  ["N", "No article answers it"],
  ["F", "Find another article"],
  ["E", "Correct the question"],
  ["R", "Edit the reference answer"],
  ["Y", "Also a further way to ask for the article"],
  ["Esc", "Leave a field"],
  ["Ctrl + Enter", "Accept, from any field"],
];

export function times(count) {
  return count === 1 ? "asked once" : `asked ${count.toLocaleString("en")} times`;
}
