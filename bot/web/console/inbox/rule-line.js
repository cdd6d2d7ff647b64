// Which of the team's rules made an answer, and what its note tells agents.

import { h } from "../../../widget/dom.js";
import { address, request } from "../client.js";
import { me } from "./desk.js";

const known = new Map();

export function ruleLine(number) {
  const line = h("span.by-rule.small.quiet", {}, `By rule ${number}`);
  known.get(number) ?? known.set(number, request(`v1/agent/rules/${number}`));
  known.get(number).then(
    ({ name, note }) => {
      const title = h("span", { dir: "auto" }, `“${name}”`);
      line.replaceChildren("By the rule ", me.isAdmin ? h("a", { href: address(`console/rules#${number}`) }, title) : title);
      if (note) line.append(h("span.rule-note", { dir: "auto" }, `: ${note}`));
    },
    () => known.delete(number), // deleted since: its number still tells that a rule it was
  );
  return line;
}
