// The widget's side of the HTTP contract.

// The server pings every 10 seconds: after three missing ones the line is dead.
const SILENCE_MS = 30_000;
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Why a question got no answer: `kind` is offline, busy, server, rejected or interrupted. */
export class ChatError extends Error {
  constructor(kind, message, retryAfterSeconds = 0) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The parts of the answer's stream as they come, `data-answer` among them. Throws ChatError; stops with `signal`. */
export async function* ask(base, message, conversationId, signal) {
  const line = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => line.abort(new ChatError("interrupted", "The server fell silent.")), SILENCE_MS);
  };
  heard();
  try {
    const response = await fetch(new URL("v1/chat", base), {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message, stream: true, ...(conversationId && { conversation_id: conversationId }) }),
      signal: AbortSignal.any([signal, line.signal]),
    }).catch((error) => {
      throw error instanceof ChatError ? error : new ChatError("offline", String(error));
    });
    if (response.ok) yield* parts(response.body, heard);
    // The conversation was deleted or has expired: the question starts a new one.
    else if (response.status === 404 && conversationId) yield* ask(base, message, "", signal);
    else throw await refusal(response);
  } finally {
    clearTimeout(silence);
    line.abort();
  }
}

/** The titles of the most read FAQ articles; empty if the server gives none. */
export async function starterQuestions(base, count) {
  const { items = [] } = await read(base, `articles?kind=faq&sort=views&per_page=${count}`);
  return items.slice(0, count).map(({ title }) => title);
}

/** The messages of a conversation, oldest first; empty if the server gives none. */
export async function pastMessages(base, conversationId) {
  const { messages = [] } = await read(base, `conversations/${encodeURIComponent(conversationId)}/messages`);
  return messages;
}

async function read(base, path) {
  const url = new URL(`v1/${path}`, base);
  try {
    const response = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(SILENCE_MS) });
    if (response.ok) return parse(await response.text());
  } catch (error) {
    // The chat works without it, so the console alone hears of it.
    console.warn(`Citedesk: nothing came from ${url}.`, error);
  }
  return {};
}

async function refusal(response) {
  const message = await envelopeMessage(response);
  if (response.status === 429 || response.status === 503) return new ChatError("busy", message, retryAfter(response));
  return new ChatError(response.status >= 500 ? "server" : "rejected", message);
}

async function envelopeMessage(response) {
  const text = await response.text();
  try {
    return parse(text).error?.message ?? "";
  } catch {
    return ""; // A proxy's error page: what it says is for its operator.
  }
}

function retryAfter(response) {
  const value = response.headers.get("Retry-After");
  return /^\d+$/.test(value) ? Number(value) : 0; // a date, which our server never sends, is for programs
}

async function* parts(stream, heard) {
  let isComplete = false;
  try {
    for await (const data of events(stream, heard)) {
      if (data === "[DONE]") break;
      const part = parse(data);
      if (part.type === "error") throw new ChatError("interrupted", part.errorText);
      isComplete ||= part.type === "data-answer";
      yield part;
    }
  } catch (error) {
    if (!isComplete) throw error; // once the answer is there, it does not matter how the line ends
  }
  if (!isComplete) throw new ChatError("interrupted", "The stream ended before the answer did.");
}

async function* events(stream, heard) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    // A carriage return at the end may be half of a line break.
    const lines = (pending + value).split(/\r\n|\n|\r(?=[^\n])/);
    pending = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
      else if (line === "" && data.length) {
        yield data.join("\n");
        data = [];
      }
    }
  }
}

// Characters that turn the direction of all text after them would let a title rewrite its surroundings.
function parse(json) {
  return JSON.parse(json, (_key, value) => (typeof value === "string" ? value.replace(BIDI_CONTROLS, "") : value));
}
