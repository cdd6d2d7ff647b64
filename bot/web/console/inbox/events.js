// What changes in the inbox, told by the server as it happens.

import { me } from "./desk.js";
import { openLine } from "./line.js";

const CHECK_MS = 15_000;
const HIDDEN_MS = 5000;

/**
 * Calls `receive[kind](data)` for each event, and `state(isLive)` as the line comes and goes. `missed()` is called
 * whenever it has come: what was read before may lack what happened meanwhile.
 * `removed()` is called when the agent's account is no more; then nothing else is.
 */
export function listen({ receive, missed, state, removed }) {
  let isOver = false;
  const tell = ({ kind, data, isLive, isRefused, isRemoved }) => {
    if (isOver) return;
    if (kind) receive[kind](data);
    if (isLive !== undefined) state(isLive);
    if (isLive || isRefused) missed(); // where it is refused the session has ended: this asks to sign in
    if (!isRemoved) return;
    isOver = true;
    removed();
  };
  let leave = join(tell);
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", ({ persisted }) => persisted && (leave = join(tell)));
}

/** Listens with the agent's other tabs where the browser can share a line; returns what ends it. */
function join(tell) {
  if (!("SharedWorker" in globalThis)) return listenAlone(tell);
  let leave;
  const alone = () => {
    leave();
    leave = listenAlone(tell);
  };
  const share = () => {
    leave = listenTogether(tell, { lost: share, failed: alone });
  };
  share();
  return () => leave();
}

function listenTogether(tell, { lost, failed }) {
  // Its name keeps the agents apart who sign in on one browser, one after the other.
  const worker = new SharedWorker(new URL("shared-line.js", import.meta.url), { type: "module", name: `citedesk ${me.number}` });
  const { port } = worker;
  let isSilent = false;
  const leave = () => {
    clearInterval(checking);
    port.postMessage("leave");
    port.close();
  };
  // It may have ended with the process of another tab, and nobody tells.
  const checking = setInterval(() => {
    if (isSilent) {
      leave();
      lost();
      return;
    }
    isSilent = true;
    port.postMessage("there?");
  }, CHECK_MS);
  worker.onerror = failed;
  port.onmessage = ({ data }) => {
    isSilent = false;
    tell(data);
  };
  return leave;
}

/** Listens on a line of its own, but not while nobody looks: other tabs need the connection. */
function listenAlone(tell) {
  let close = openLine(tell);
  let hiding;
  const follow = () => {
    clearTimeout(hiding);
    if (!document.hidden) close ??= openLine(tell);
    else hiding = setTimeout(hangUp, HIDDEN_MS);
  };
  const hangUp = () => {
    close?.();
    close = null;
  };
  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    document.removeEventListener("visibilitychange", follow);
    clearTimeout(hiding);
    hangUp();
  };
}
