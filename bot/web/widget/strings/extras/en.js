// English: what is said in the parts of the chat that load when they are needed.

export default {
  // Writing
  matching: "Articles that may help",

  // Answers
  openArticle: "Open the article",

  // Feedback
  thanks: "Thank you for telling us.",
  whatWrong: "What was wrong with it?",
  wrong: "It's wrong",
  incomplete: "Something is missing",
  outdated: "It's out of date",
  unclear: "Hard to understand",
  off_topic: "Not what I asked",
  comment: "Tell us more (optional)",
  sendFeedback: "Send feedback",
  notRated: "Your feedback couldn't be sent. Please try again.",

  // A person
  asking: "Asking a person to join…",
  waiting: "We've asked a person to join. You can go on writing; they'll see it all.",
  outOfHours: "Nobody is here right now. We've kept your message and will answer in this window. We're back {when}.",
  outOfHoursLater: "Nobody is here right now. We've kept your message and will answer in this window.",
  unattended: "Nobody has been free yet. We're sorry. Your message is kept, and a person will answer it here.",
  joined: "{name} has joined",
  joinedUnnamed: "A person has joined",
  online: "Online",
  typing: "{name} is typing…",
  colleague: "Support",
  handedBack: "The assistant answers again.",
  ended: "This conversation has been closed. Write again whenever you need us.",
  contactHere: "You can reach a person here.",
  contact: "Contact us",
  nobody: "Nobody can be reached from this chat. We're sorry.",
  notAsked: "We couldn't ask for a person just now. Please try again.",
  said: "{name}: {text}",
  writeTo: "Write a message…",
  unread: { one: "Open the chat, {count} new message", other: "Open the chat, {count} new messages" },

  // The menu
  restart: "New conversation",
  forget: "Delete this conversation",
  forgetTitle: "Delete this conversation?",
  forgetText: "All its messages are deleted for good, here and on our side.",
  forgetYes: "Delete",
  forgetNo: "Keep it",
  forgotten: "The conversation has been deleted.",
  restarted: "A new conversation has begun.",
  notForgotten: "The conversation couldn't be deleted. Please try again.",
  retention: {
    one: "Conversations are deleted {count} day after the last message.",
    other: "Conversations are deleted {count} days after the last message.",
  },
};
