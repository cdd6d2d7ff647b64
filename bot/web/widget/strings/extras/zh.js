// Chinese, simplified. The keys are those of en.js.

export default {
  // Writing
  matching: "可能有帮助的文章",

  // Answers
  openArticle: "打开文章",

  // Feedback
  thanks: "感谢您的反馈。",
  whatWrong: "哪里不好？",
  wrong: "内容有误",
  incomplete: "内容不完整",
  outdated: "内容过时",
  unclear: "难以理解",
  off_topic: "答非所问",
  comment: "请补充说明（选填）",
  sendFeedback: "提交反馈",
  notRated: "反馈未能提交，请重试。",

  // A person
  asking: "正在请人工客服加入…",
  waiting: "已请人工客服加入。您可以继续输入，客服会看到全部内容。",
  outOfHours: "现在没有客服在线。您的消息已保留，我们会在此窗口回复。恢复服务时间：{when}。",
  outOfHoursLater: "现在没有客服在线。您的消息已保留，我们会在此窗口回复。",
  unattended: "抱歉，客服目前都在忙。您的消息已保留，客服会在这里回复您。",
  joined: "{name} 已加入对话",
  joinedUnnamed: "人工客服已加入对话",
  online: "在线",
  typing: "{name} 正在输入…",
  colleague: "客服",
  handedBack: "现在由助手继续回答。",
  ended: "此对话已结束。如有需要，请随时再次留言。",
  contactHere: "您可以在这里联系人工客服。",
  contact: "联系我们",
  nobody: "抱歉，在此聊天中无法联系到人工客服。",
  notAsked: "暂时无法请人工客服加入，请重试。",
  said: "{name}：{text}",
  writeTo: "请输入消息…",
  unread: { other: "打开聊天，{count} 条新消息" },

  // The menu
  restart: "新对话",
  forget: "删除此对话",
  forgetTitle: "要删除此对话吗？",
  forgetText: "所有消息都将永久删除，包括此处和我们这边的记录。",
  forgetYes: "删除",
  forgetNo: "保留",
  forgotten: "对话已删除。",
  restarted: "新对话已开始。",
  notForgotten: "无法删除对话，请重试。",
  retention: { other: "最后一条消息发出 {count} 天后，对话会被删除。" },
};
