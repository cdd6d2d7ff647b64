// The widget's side of the HTTP contract.

import { BASE } from "./dom.js";

// The server pings every 10 seconds: after three missing ones the line is dead.
const SILENCE_MS = 30_000;
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
// Statuses that say more than their hundred does; a proxy whose server is away answers 502 or 504.
const KINDS = { 401: "identity", 404: "gone", 429: "busy", 502: "unreachable", 503: "busy", 504: "unreachable" };

/** Why there is no reply: `kind` is a value of KINDS, or quota, server, rejected or interrupted. */
export class ChatError extends Error {
  constructor(kind, message = "", retryAfterSeconds = 0) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What the server replies, as JSON. Throws ChatError. */
export async function request(path, options) {
  const text = await (await call(path, options)).text();
  return text ? parse(text) : null;
}

/** The parts of the answer's stream as they come, `data-answer` among them. Throws ChatError; stops with `signal`. */
export async function* ask(body, key, signal) {
  const line = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => line.abort(new ChatError("interrupted", "The server fell silent.")), SILENCE_MS);
  };
  heard();
  try {
    const response = await call("chat", { body: { ...body, stream: true }, key, signal: AbortSignal.any([signal, line.signal]) });
    yield* parts(response.body, heard);
  } finally {
    clearTimeout(silence);
    line.abort();
  }
}

async function call(path, { body, method = body ? "POST" : "GET", key, signal = AbortSignal.timeout(SILENCE_MS) } = {}) {
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(key && { "Idempotency-Key": key }) };
  const options = { method, headers, body: body && JSON.stringify(body), signal, credentials: "omit" };
  const response = await fetch(new URL(`v1/${path}`, BASE), options).catch((error) => {
    throw error instanceof ChatError ? error : new ChatError("unreachable", String(error));
  });
  if (response.ok) return response;
  const { code, message } = await envelope(response);
  const kind = code === "quota" ? code : (KINDS[response.status] ?? (response.status >= 500 ? "server" : "rejected"));
  throw new ChatError(kind, message, Number(response.headers.get("Retry-After")) || 0);
}

async function envelope(response) {
  try {
    return parse(await response.text()).error ?? {};
  } catch {
    return {}; // A proxy's error page: what it says is for its operator.
  }
}

async function* parts(stream, heard) {
  let isComplete = false;
  try {
    for await (const data of events(stream, heard)) {
      if (data === "[DONE]") break;
      const part = parse(data);
      if (part.type === "error") throw new ChatError("failed", part.errorText);
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
export function parse(json) {
  return JSON.parse(json, (_key, value) => (typeof value === "string" ? value.replace(BIDI_CONTROLS, "") : value));
}
