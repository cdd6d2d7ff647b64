// A worker that holds one line for all tabs of an agent: a browser opens no more than six connections to a host, and
// with a line each the seventh tab would wait for one of the others to be closed.

import { openLine } from "./line.js";

const tabs = new Set();
let close = null;
let latest = null; // how the line is

addEventListener("connect", ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => {
    if (data === "leave") leave(tab);
    else tab.postMessage({ isThere: true });
  };
  tabs.add(tab);
  if (latest) tab.postMessage({ ...latest, isRefused: false });
  close ??= openLine(tell);
});

function leave(tab) {
  tabs.delete(tab);
  if (!tabs.size) hangUp();
}

function tell(news) {
  for (const tab of tabs) tab.postMessage(news);
  if ("isLive" in news) latest = news;
  if (news.isRemoved) hangUp();
}

function hangUp() {
  close?.();
  close = latest = null;
}
