// Lets the page's questions open the chat; without scripts they search the help centre instead.

function ask(question) {
  customElements.whenDefined("citedesk-chat").then(() => document.querySelector("citedesk-chat").ask(question));
}

for (const example of document.querySelectorAll("[data-ask]")) {
  example.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // the reader wants the search in another tab
    event.preventDefault();
    ask(example.textContent);
  });
}

document.querySelector("#ask").addEventListener("submit", (event) => {
  const { question } = event.target.elements;
  event.preventDefault();
  if (!question.value.trim()) return;
  ask(question.value);
  question.value = "";
});
