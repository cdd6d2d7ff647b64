// Spanish. The keys are those of en.js.

export default {
  // Writing
  matching: "Artículos que pueden ayudarle",

  // Answers
  openArticle: "Abrir el artículo",

  // Feedback
  thanks: "Gracias por decírnoslo.",
  whatWrong: "¿Qué es lo que falla?",
  wrong: "Es incorrecto",
  incomplete: "Falta algo",
  outdated: "Está desactualizado",
  unclear: "Cuesta entenderlo",
  off_topic: "No es lo que pregunté",
  comment: "Cuéntenos más (opcional)",
  sendFeedback: "Enviar opinión",
  notRated: "No se ha podido enviar su opinión. Inténtelo de nuevo.",

  // A person
  asking: "Avisando a una persona…",
  waiting: "Hemos avisado a una persona. Puede seguir escribiendo: lo leerá todo.",
  outOfHours: "Ahora no hay nadie disponible. Hemos guardado su mensaje y responderemos en esta ventana. Volvemos: {when}.",
  outOfHoursLater: "Ahora no hay nadie disponible. Hemos guardado su mensaje y responderemos en esta ventana.",
  unattended: "Lo sentimos, todavía no ha podido atenderle nadie. Su mensaje está guardado y una persona le responderá aquí.",
  joined: "{name} ya está aquí",
  joinedUnnamed: "Una persona ya está aquí",
  online: "En línea",
  typing: "{name} está escribiendo…",
  colleague: "Soporte",
  handedBack: "Vuelve a responder el asistente.",
  ended: "Esta conversación se ha cerrado. Escríbanos de nuevo cuando lo necesite.",
  contactHere: "Aquí puede contactar con una persona.",
  contact: "Contactar",
  nobody: "Lo sentimos, desde este chat no se puede contactar con ninguna persona.",
  notAsked: "No hemos podido avisar a nadie. Inténtelo de nuevo.",
  said: "{name}: {text}",
  writeTo: "Escriba un mensaje…",
  unread: { one: "Abrir el chat, {count} mensaje nuevo", other: "Abrir el chat, {count} mensajes nuevos" },

  // The menu
  restart: "Nueva conversación",
  forget: "Eliminar esta conversación",
  forgetTitle: "¿Eliminar esta conversación?",
  forgetText: "Todos sus mensajes se eliminarán definitivamente, aquí y en nuestros sistemas.",
  forgetYes: "Eliminar",
  forgetNo: "Conservar",
  forgotten: "La conversación se ha eliminado.",
  restarted: "Ha comenzado una conversación nueva.",
  notForgotten: "No se ha podido eliminar la conversación. Inténtelo de nuevo.",
  retention: {
    one: "Las conversaciones se eliminan {count} día después del último mensaje.",
    other: "Las conversaciones se eliminan {count} días después del último mensaje.",
  },
};
