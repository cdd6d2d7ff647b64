// Dates and times as every page of the console tells them, the same as the server's own pages do: "24 Nov 2026".

import { h } from "../../widget/dom.js";

// Browsers differ on "Sep" and "Sept".
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" });
const FULL_DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });

/** A moment of the server's as an element that tells it in full when it is pointed at. */
export function moment(isoDate, tell = day) {
  const time = new Date(isoDate);
  return h("time", { datetime: isoDate, title: FULL.format(time) }, tell(time));
}

/** A day without an hour, as "2026-11-24" has it, as an element. */
export function wholeDay(isoDay) {
  const time = new Date(`${isoDay}T00:00`); // a date alone would be midnight in Greenwich
  return h("time", { datetime: isoDay, title: FULL_DAY.format(time) }, day(time));
}

export const clock = (time) => CLOCK.format(time);
export const day = (time) => `${shortDay(time)} ${time.getFullYear()}`;
export const dayAndClock = (time) => `${day(time)}, ${clock(time)}`;

const shortDay = (time) => `${time.getDate()} ${MONTHS[time.getMonth()]}`;

/** The day between the entries of a conversation: "Today", "Tuesday 24 November", "24 Nov 2025". */
export function dayOf(time, now = new Date()) {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 864e5);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return time.getFullYear() === now.getFullYear() ? WEEKDAY.format(time) : day(time);
}

function startOfDay(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}

/** How long it has been, as short as a list has room for: "now", "4 min", "3 h 20", "2 May", "2 May 2025". */
export function ago(time, now = new Date()) {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 24 * 60) return duration(minutes);
  return time.getFullYear() === now.getFullYear() ? shortDay(time) : day(time);
}

/** How long somebody has been waiting. */
export function waited(since, now = new Date()) {
  const minutes = Math.floor((now - since) / 60_000);
  return minutes < 1 ? "<1 min" : duration(minutes);
}

function duration(minutes) {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
