// Lets the page's questions open the chat; without scripts they search the help centre instead.

window.citedesk ??= function () {
  (citedesk.q ??= []).push(arguments); // kept until the widget has loaded
};

for (const example of document.querySelectorAll("[data-ask]")) {
  example.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // the reader wants the search in another tab
    event.preventDefault();
    citedesk("ask", example.textContent);
  });
}

document.querySelector("#ask").addEventListener("submit", (event) => {
  const { question } = event.target.elements;
  event.preventDefault();
  if (!question.value.trim()) return;
  citedesk("ask", question.value);
  question.value = "";
});
