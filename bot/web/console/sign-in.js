// The page on which agents sign in.

import { address } from "./client.js";
import { signInWith } from "./sign-in-form.js";

const form = document.getElementById("sign-in");
signInWith(form, () => location.replace(nextPage(form.dataset.next)));

/** Where the agent wanted to go: a page of the console, never another site nor this page again. */
function nextPage(next) {
  const home = address("console");
  const wanted = URL.canParse(next, location.href) ? new URL(next, location.href) : null;
  const isOurs = wanted?.origin === location.origin && (wanted.pathname + "/").startsWith(new URL(home).pathname + "/");
  return isOurs && wanted.pathname !== location.pathname ? wanted.href : home;
}
