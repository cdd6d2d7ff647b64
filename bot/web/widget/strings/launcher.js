// The locales that the widget speaks, and the one string that every page needs.

export default {
  en: { open: "Open the chat" },
  zh: { open: "打开聊天" },
  es: { open: "Abrir el chat" },
  de: { open: "Chat öffnen" },
  ar: { open: "فتح المحادثة", dir: "rtl" },
};
