// A form with `email` and `password` that signs in.

import { keep } from "../../widget/memory.js";
import { request } from "./client.js";

/** Lets the form sign in; `done` is called with the agent. */
export function signInWith(form, done) {
  const [problem, button] = [form.querySelector("[role=alert]"), form.querySelector("[type=submit]")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { email, password } = form.elements;
    problem.hidden = true;
    button.disabled = true;
    try {
      const { agent } = await request("v1/agent/session", { body: { email: email.value.trim(), password: password.value } });
      keep("local", "agent", agent.number); // tells the other tabs, see shell.js
      done(agent);
    } catch (error) {
      problem.textContent = error.seconds ? `${error.message} (${error.seconds} s)` : error.message;
      problem.hidden = false;
      password.select();
    }
    button.disabled = false;
  });
}
