// What a site embeds: a classic script, so that any page can load it; the widget is the ES modules in /widget/.
(() => {
  const early = window.citedesk;
  if (early?.isLoaded) return; // the script stands on the page twice
  const { src, dataset } = document.currentScript ?? document.querySelector("script[data-citedesk]");
  const placed = import(new URL("widget/launcher.js", src))
    .then(({ place }) => place(dataset))
    .catch((error) => console.error(`Citedesk: the chat could not be loaded from ${src}.`, error));
  window.citedesk = (...command) => {
    const done = placed.then((chat) => chat?.run(...command));
    done.catch(() => {}); // the console has it, for pages that don't wait
    return done;
  };
  window.citedesk.isLoaded = true;
  for (const command of early?.q ?? []) window.citedesk(...command);
})();
