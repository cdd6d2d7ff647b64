// The locales that the widget speaks, and the one string that every page needs; the rest is in the locale's own file.

export default {
  en: { open: "Open the chat" },
};
