// What a site embeds: <script async src="https://HOST/widget.js" data-citedesk></script>
// A classic script, so that any page can load it; the widget is the ES modules in /widget/.
(() => {
  const early = window.citedesk;
  if (typeof early === "function" && !early.q) return; // the script stands on the page twice
  const script = document.currentScript ?? document.querySelector("script[data-citedesk]");
  const placed = import(new URL("widget/launcher.js", script.src).href)
    .then(({ place }) => place(script.dataset))
    .catch((error) => console.error(`Citedesk: the chat could not be loaded from ${script.src}.`, error));
  window.citedesk = (...command) => placed.then((chat) => chat?.run(...command));
  for (const command of early?.q ?? []) window.citedesk(...command);
})();
