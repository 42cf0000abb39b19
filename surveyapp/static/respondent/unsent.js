/* What was sent without a connection waits on this device until the server has answered; nothing else is kept. */
"use strict";
(() => {
  const PREFIX = "unsent:";
  const DAYS = 7;
  const form = document.querySelector("form[data-survey]");
  let kept, tab;
  try {
    [kept, tab] = [localStorage, sessionStorage];
  } catch {
    /* Storage is forbidden: pages are sent as they always are. */
    return;
  }
  const entries = () =>
    Object.keys(kept)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ key, ...JSON.parse(kept.getItem(key)) }));
  const forget = ({ key }) => kept.removeItem(key);

  /* A page that answers a post proves that the server has what this tab sent. */
  if (document.body.hasAttribute("data-answered")) {
    kept.removeItem(tab.getItem(PREFIX));
    tab.removeItem(PREFIX);
  }
  entries().filter(({ until }) => until < Date.now()).forEach(forget);

  /* Nothing stays behind who leaves quickly: a page that this tab comes back to is left again. */
  const exit = document.querySelector("[data-exit]");
  const leaveAgain = () => {
    if (!exit || !tab.getItem("left")) return;
    document.documentElement.hidden = true;
    location.replace(exit.href);
  };
  exit?.addEventListener("click", () => {
    entries().forEach(forget);
    tab.setItem("left", 1);
  });
  if (performance.getEntriesByType("navigation")[0].type === "navigate") tab.removeItem("left");
  addEventListener("pageshow", leaveAgain);
  leaveAgain();

  const send = ({ key, to, body }) => {
    const made = Object.assign(document.createElement("form"), { method: "post", action: to, hidden: true });
    for (const [name, value] of new URLSearchParams(body))
      made.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(made);
    tab.setItem(PREFIX, key);
    made.submit();
  };

  /* On the first page: what an earlier visit could not send. Nobody is shown it, and nothing goes without a press. */
  const offer = document.querySelector("[data-unsent]");
  const waiting = entries().filter(({ to }) => form && to.split("/").pop() === form.dataset.survey);
  if (offer && waiting.length) {
    const [yes, no] = offer.querySelectorAll("button");
    offer.hidden = false;
    yes.onclick = () => send(waiting[0]);
    no.onclick = () => {
      waiting.forEach(forget);
      offer.hidden = true;
    };
  }

  if (!form) return;
  const key = `${PREFIX}${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  const told = document.querySelector("[data-offline]");
  let pressed = null;
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter?.name === "action") {
      const given = new FormData(form);
      given.append("action", submitter.value);
      const until = Date.now() + DAYS * 864e5;
      kept.setItem(key, JSON.stringify({ to: form.getAttribute("action"), body: `${new URLSearchParams(given)}`, until }));
      tab.setItem(PREFIX, key);
    }
    if (navigator.onLine || !told) return;
    event.preventDefault();
    pressed = submitter;
    told.textContent = told.dataset.offline;
    told.hidden = false;
  });
  addEventListener("online", () => {
    if (pressed) form.requestSubmit(pressed);
  });
})();
