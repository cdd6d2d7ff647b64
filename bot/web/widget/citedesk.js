// What a site embeds: <script async src="https://HOST/widget.js" data-citedesk></script>
// A classic script, so that any page can load it; the widget is the ES modules in /widget/.
(() => {
  const script = document.currentScript ?? document.querySelector("script[data-citedesk]");

  function place() {
    if (document.querySelector("citedesk-chat")) return;
    const chat = document.createElement("citedesk-chat");
    Object.assign(chat.dataset, script.dataset);
    document.body.append(chat);
  }

  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });

  import(new URL("widget/chat.js", script.src).href).catch((error) => {
    console.error(`Citedesk: the chat could not be loaded from ${script.src}.`, error);
  });
})();
