// The line to the server on which it tells what changes in the inbox.

import { address } from "../client.js";

const KINDS = ["conversation", "counts", "presence", "gone"];
const AGAIN_MS = 4000;
const LONGEST_MS = 60_000;

/**
 * Opens the line and keeps it open; returns what closes it. `tell` is called with
 * `{isLive, isRefused}` as it comes and goes, `{kind, data}` for each event, and `{isRemoved}` when the agent's account
 * is no more; then nothing else is told.
 */
export function openLine(tell) {
  let source;
  let waiting;
  let wait = AGAIN_MS;
  const connect = () => {
    source = new EventSource(address("v1/agent/events"));
    source.onopen = () => {
      wait = AGAIN_MS;
      tell({ isLive: true });
    };
    source.onerror = () => {
      const isRefused = source.readyState === EventSource.CLOSED; // else it tries again by itself
      tell({ isLive: false, isRefused });
      if (!isRefused) return;
      waiting = setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_MS);
    };
    source.addEventListener("ended", ({ data }) => {
      if (JSON.parse(data).reason !== "removed") return; // it tries again by itself, and is refused
      source.close();
      tell({ isRemoved: true });
    });
    for (const kind of KINDS) source.addEventListener(kind, ({ data }) => tell({ kind, data: JSON.parse(data) }));
  };
  connect();
  return () => {
    clearTimeout(waiting);
    source.close();
  };
}
