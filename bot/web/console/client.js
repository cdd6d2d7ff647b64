// The console's side of the HTTP contract: what is asked of /v1/agent, and errors as the server tells them.

import { BASE, h } from "../../widget/dom.js";
import { parse } from "../../widget/client.js";

const PATIENCE_MS = 30_000;
// After so long without a key or a touch, what the page asks for is not what somebody asks for: it keeps no one signed in.
const USED_MS = 60_000;
let usedAt = Date.now();
for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, () => { usedAt = Date.now(); }, { passive: true, capture: true });

export class RequestError extends Error {
  constructor(status, code, message, seconds = 0) {
    super(message);
    Object.assign(this, { status, code, seconds });
  }
}

export function address(path) {
  return new URL(path, BASE).href;
}

/** What the server answers, as JSON. Throws RequestError; when the session has ended, somebody is asked to sign in first. */
export async function request(path, options = {}) {
  try {
    return await call(path, options);
  } catch (error) {
    if (error.status !== 401 || path === "v1/agent/session") throw error;
    const { askToSignIn } = await import("./sign-in-again.js");
    await askToSignIn(error);
    return call(path, options);
  }
}

async function call(path, { body, method = body ? "POST" : "GET", signal = AbortSignal.timeout(PATIENCE_MS), keepalive = false } = {}) {
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(Date.now() - usedAt > USED_MS && { "X-Citedesk-Background": "1" }) };
  const response = await fetch(address(path), { method, headers, body: body && JSON.stringify(body), signal, keepalive }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new RequestError(0, "unreachable", "The server can’t be reached. Check your connection and try again.");
  });
  const text = await response.text();
  if (response.ok) return text && parse(text);
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  throw new RequestError(response.status, ...told(text, response.status), seconds);
}

function told(text, status) {
  try {
    const { error } = parse(text);
    return [error.code, error.message];
  } catch {
    return ["failed", `The server answered ${status}. Please try again.`];
  }
}

/** Says something at the edge of the page for a few seconds; errors stay until they are dismissed. */
export function toast(text, { kind = "info" } = {}) {
  const shown = document.getElementById("toasts");
  if ([...shown.children].some(({ firstChild }) => firstChild.textContent === text)) return;
  const box = h(`div.toast.${kind}`, {}, h("p", {}, text), h("button.button.quiet.small", { onclick: () => box.remove() }, "Dismiss"));
  shown.append(box);
  if (kind !== "error") setTimeout(() => box.remove(), 6000);
}

/** Runs what a button does and tells of what fails. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message, { kind: "error" });
    return undefined;
  }
}
