// The ZAF SDK as its documentation has it, for one ticket: what the page asks of Zendesk is answered from `ZENDESK`,
// which the test sets, and requests to other servers go by `zendeskProxy`, as by Zendesk's proxy.

"use strict";

const listeners = {};

window.zendeskEvent = (name, data) => Promise.all((listeners[name] || []).map((listener) => listener(data)));

window.ZAFClient = {
  init() {
    return {
      metadata: async () => ({ appId: 1, settings: ZENDESK.settings }),
      on: (name, listener) => (listeners[name] = [...(listeners[name] || []), listener]),
      async get(paths) {
        const wanted = [paths].flat().map((path) => [path, ZENDESK.data[path]]);
        return { errors: {}, ...Object.fromEntries(wanted) };
      },
      async invoke(action, ...values) {
        ZENDESK.invoked.push([action, ...values]);
        if (action === "ticket.comment.appendText") {
          if (ZENDESK.hasNoEditor) throw new Error("Could not find the comment editor");
          ZENDESK.data["ticket.comment.text"] += `<p>${values[0].replace(/\n/g, "<br>")}</p>`;
        }
      },
      async request(options) {
        if (options.url.startsWith("/api/v2/")) {
          ZENDESK.asked.push(options.url);
          const page = ZENDESK.pages[ZENDESK.asked.length - 1] || ZENDESK.pages[0];
          return page;
        }
        if (options.cors !== false) throw new Error("the app is meant to use the proxy");
        const { status, body } = await zendeskProxy(JSON.stringify(options));
        if (status >= 200 && status < 300) return body ? JSON.parse(body) : "";
        throw { status, statusText: "", responseText: body, responseJSON: body ? JSON.parse(body) : undefined };
      },
    };
  },
};
