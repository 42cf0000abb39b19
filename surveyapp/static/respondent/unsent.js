/* What was sent without a connection waits on this device until the server has answered; Back leads to the page that was there. */
"use strict";
(() => {
  const PREFIX = "unsent:";
  const DAYS = 7;
  const { body } = document;
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
  const answered = body.hasAttribute("data-answered");

  /* A page that answers a post proves that the server has what this tab sent. */
  if (answered) {
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
    tab.clear();
    tab.setItem("left", 1);
  });
  if (performance.getEntriesByType("navigation")[0].type === "navigate") tab.removeItem("left");
  addEventListener("pageshow", leaveAgain);
  leaveAgain();

  const post = (to, fields) => {
    const made = Object.assign(document.createElement("form"), { method: "post", action: to, hidden: true });
    for (const [name, value] of fields) made.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    body.append(made);
    made.submit();
  };
  const send = ({ key, to, body }) => {
    tab.setItem(PREFIX, key);
    post(to, new URLSearchParams(body));
  };

  /* In the history stands, in place of each page, the one where one continues, and which page it was. The newest place
     is kept for as long as the tab lives, and leads from there to the page with what has been answered since. */
  let sent = false;
  const step = form?.dataset.step;
  const to = form?.getAttribute("action");
  const stand = () => {
    if (step) history.replaceState({ step, shows: form.elements.shows?.value ?? "" }, "", answered ? `${to}/resume${location.hash}` : "");
  };
  const goBack = () => {
    const { state } = history, place = tab.getItem("place"), waits = entries().find(({ key }) => key === tab.getItem(PREFIX));
    if (!state?.step || tab.getItem("left") || !(waits || place)) return;
    sent = document.documentElement.hidden = true;
    if (waits) return send(waits);
    const [at, value] = JSON.parse(place);
    post(at, Object.entries({ place: value, ...state }));
  };
  if (answered && step) {
    tab.setItem("place", JSON.stringify([to, form.elements.place.value]));
    stand();
    addEventListener("hashchange", stand);
  } else if (!answered) goBack();
  addEventListener("pageshow", ({ persisted }) => persisted && sent && location.reload());

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
  /* A first page says it for the pages that follow and have no room for it. */
  const words = told?.dataset.offline;
  if (words) tab.setItem("offline", JSON.stringify([document.documentElement.lang, words]));
  let pressed = null;
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter?.name === "action") {
      const given = new FormData(form);
      given.append("action", submitter.value);
      const until = Date.now() + DAYS * 864e5;
      kept.setItem(key, JSON.stringify({ to, body: `${new URLSearchParams(given)}`, until }));
      tab.setItem(PREFIX, key);
    }
    sent = true;
    if (!answered) {
      tab.removeItem("place");
      stand();
    }
    if (navigator.onLine || !told || !tab.getItem("offline")) return;
    event.preventDefault();
    pressed = submitter;
    [told.lang, told.textContent] = JSON.parse(tab.getItem("offline"));
    told.dir = "auto";
    told.hidden = false;
  });
  addEventListener("online", () => {
    if (pressed) form.requestSubmit(pressed);
  });
})();
