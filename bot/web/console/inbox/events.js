// What changes in the inbox, told by the server as it happens.

import { address } from "../client.js";

const KINDS = ["conversation", "counts", "presence", "gone"];
const AGAIN_MS = 4000;
const LONGEST_MS = 60_000;

/**
 * Calls `receive[kind](data)` for each event, `missed()` after a gap, and `state(isLive)` as the line comes and goes.
 * `removed()` is called when the agent's account is no more; then nothing else is.
 */
export function listen({ receive, missed, state, removed }) {
  let source;
  let wasCut = false;
  let wait = AGAIN_MS;
  const connect = () => {
    source = new EventSource(address("v1/agent/events"));
    source.onopen = () => {
      state(true);
      wait = AGAIN_MS;
      if (wasCut) missed();
      wasCut = false;
    };
    source.onerror = () => {
      state(false);
      wasCut = true;
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      missed(); // if the session has ended this asks to sign in
      setTimeout(connect, wait);
      wait = Math.min(2 * wait, LONGEST_MS);
    };
    source.addEventListener("ended", ({ data }) => {
      if (JSON.parse(data).reason !== "removed") return; // it tries again by itself, and then asks to sign in
      source.close();
      removed();
    });
    for (const kind of KINDS) source.addEventListener(kind, ({ data }) => receive[kind](JSON.parse(data)));
  };
  connect();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
}
