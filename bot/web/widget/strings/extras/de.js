// German. The keys are those of en.js.

export default {
  // Writing
  matching: "Artikel, die helfen könnten",

  // Answers
  openArticle: "Artikel öffnen",

  // Feedback
  thanks: "Danke für Ihre Rückmeldung.",
  whatWrong: "Was war daran nicht gut?",
  wrong: "Es ist falsch",
  incomplete: "Es fehlt etwas",
  outdated: "Es ist veraltet",
  unclear: "Schwer zu verstehen",
  off_topic: "Nicht meine Frage",
  comment: "Erzählen Sie mehr (freiwillig)",
  sendFeedback: "Rückmeldung senden",
  notRated: "Ihre Rückmeldung konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.",

  // A person
  asking: "Jemand wird dazugeholt …",
  waiting: "Wir haben jemanden dazugeholt. Schreiben Sie ruhig weiter, alles wird gelesen.",
  outOfHours: "Gerade ist niemand da. Ihre Nachricht ist gespeichert, und wir antworten in diesem Fenster. Wir sind wieder da: {when}.",
  outOfHoursLater: "Gerade ist niemand da. Ihre Nachricht ist gespeichert, und wir antworten in diesem Fenster.",
  unattended: "Bisher war leider niemand frei. Ihre Nachricht ist gespeichert, und jemand wird sie hier beantworten.",
  joined: "{name} ist jetzt da",
  joinedUnnamed: "Jemand aus dem Team ist jetzt da",
  online: "Online",
  typing: "{name} schreibt …",
  colleague: "Support",
  handedBack: "Der Assistent antwortet wieder.",
  ended: "Diese Unterhaltung ist beendet. Schreiben Sie wieder, wenn Sie uns brauchen.",
  contactHere: "Hier erreichen Sie einen Menschen.",
  contact: "Kontakt aufnehmen",
  nobody: "Aus diesem Chat ist leider niemand zu erreichen.",
  notAsked: "Es konnte gerade niemand dazugeholt werden. Bitte versuchen Sie es noch einmal.",
  said: "{name}: {text}",
  writeTo: "Nachricht schreiben …",
  unread: { one: "Chat öffnen, {count} neue Nachricht", other: "Chat öffnen, {count} neue Nachrichten" },

  // The menu
  restart: "Neue Unterhaltung",
  forget: "Diese Unterhaltung löschen",
  forgetTitle: "Diese Unterhaltung löschen?",
  forgetText: "Alle Nachrichten werden endgültig gelöscht, hier und bei uns.",
  forgetYes: "Löschen",
  forgetNo: "Behalten",
  forgotten: "Die Unterhaltung ist gelöscht.",
  restarted: "Eine neue Unterhaltung hat begonnen.",
  notForgotten: "Die Unterhaltung konnte nicht gelöscht werden. Bitte versuchen Sie es noch einmal.",
  retention: {
    one: "Unterhaltungen werden {count} Tag nach der letzten Nachricht gelöscht.",
    other: "Unterhaltungen werden {count} Tage nach der letzten Nachricht gelöscht.",
  },
};
