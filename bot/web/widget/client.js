// The widget's side of the HTTP contract.

import { BASE } from "./dom.js";

const SILENCE_MS = 30_000; // the server pings every 10 seconds: after three missing ones the line is dead
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
const KINDS = { 401: "identity", 404: "gone", 409: "gone", 429: "busy", 502: "unreachable", 504: "unreachable" };
const CODES = { quota: "quota", overloaded: "busy" };

export class ChatError extends Error {
  constructor(kind, message, seconds = 0) {
    super(message);
    Object.assign(this, { kind, seconds });
  }
}

export async function request(path, options) {
  const text = await (await call(path, options)).text();
  return text && parse(text);
}

export async function* ask(body, key, signal) {
  const line = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => line.abort(new ChatError("interrupted")), SILENCE_MS);
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
  const options = { method, headers, body: JSON.stringify(body), signal, credentials: "omit" };
  const response = await fetch(new URL(`v1/${path}`, BASE), options).catch((error) => {
    throw error.kind ? error : new ChatError("unreachable", error);
  });
  const { ok, status } = response;
  if (ok) return response;
  const { error = {} } = await response.text().then(parse).catch(() => ({}));
  const kind = CODES[error.code] ?? KINDS[status] ?? (status < 500 ? "rejected" : "server");
  throw new ChatError(kind, error.message, Number(response.headers.get("Retry-After")) || 0);
}

async function* parts(stream, heard) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  let isComplete = false;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      heard();
      const lines = (pending + value).split(/\r?\n/);
      pending = lines.pop();
      for (const line of lines) {
        if (!line.startsWith("data: {")) continue;
        const part = parse(line.slice(5));
        if (part.type === "error") throw new ChatError("failed", part.errorText);
        isComplete ||= part.type === "data-answer";
        yield part;
      }
    }
  } catch (error) {
    if (!isComplete) throw error; // once the answer is there, it does not matter how the line ends
  }
  if (!isComplete) throw new ChatError("interrupted");
}

// Characters that turn the direction of all text after them would let a title rewrite its surroundings.
export function parse(json) {
  return JSON.parse(json, (_key, value) => (typeof value === "string" ? value.replace(BIDI_CONTROLS, "") : value));
}
