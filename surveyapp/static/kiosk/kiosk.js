/* Run a kiosk: attract, ask, seal, forget. An interview lives in memory alone until it is finished and sealed. */
"use strict";
(() => {
  const page = document.getElementById("kiosk");
  if (!page) return;
  const { point } = page.dataset;
  const IDLE = 60;
  const WARNING = 20;
  const NEAR = 30;
  const CALL = 60;
  const TIMES = [[2, "0-2"], [5, "2-5"], [10, "5-10"], [20, "10-20"], [40, "20-40"], [90, "40-90"], [300, "90-300"]];
  let papers = null;
  let interview = null;
  let near = 0;
  let touched = performance.now();
  let warning = null;

  const said = (tag) => papers.languages.find(({ language }) => language === tag);
  const today = () => {
    const now = new Date();
    const two = (value) => String(value).padStart(2, "0");
    return `${String(now.getFullYear()).padStart(4, "0")}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const timeClass = (since) => TIMES.find(([most]) => performance.now() - since < most * 1000)?.[1] ?? "300+";

  /* Leave nothing: the page is loaded anew, so that no memory, field or step back holds an answer. */
  const wipe = () => {
    interview = null;
    warning?.close();
    warning = null;
    page.replaceChildren();
    if (navigator.serviceWorker?.controller || navigator.onLine) location.replace(location.pathname);
    else attract();
  };
  const leave = async () => {
    const left = interview;
    interview = null;
    page.replaceChildren();
    if (left && !left.over) await kioskStore.count([...stepsOf(left), `left:${left.step.page.id} ${left.tag}`]);
    wipe();
  };
  /* What an interview that is not finished adds to the counts; a finished one is counted by the server. */
  const stepsOf = ({ opened, begun, passed, tag }) =>
    [opened && "open", begun && "begun", ...[...passed].map((id) => `page:${id}`)].filter(Boolean).map((step) => `${step} ${tag}`);

  const attract = async () => {
    interview = null;
    kioskScreens.attract(papers, await kioskStore.waiting(), begin);
  };
  const approach = () => {
    const now = performance.now();
    if (!interview && papers && page.querySelector(".attract") && (!near || now - near > NEAR * 1000)) kioskStore.count(["approached und"]);
    near = now;
  };

  /* The interview. */
  const walkOf = (answers) =>
    kioskWalk.walk(papers.paper, answers, interview.draw, { ...papers.context, ...(papers.paper.readsToday ? { today: interview.today, "\x1ftoday": interview.today } : {}) });
  const begin = (tag) => {
    const draw = papers.draws[crypto.getRandomValues(new Uint32Array(1))[0] % papers.draws.length];
    interview = { tag, draw, today: today(), answers: {}, posts: new Map(), soft: new Set(), opened: false, begun: false, passed: new Set(), over: false };
    const found = walkOf({});
    go(found, found.steps[0]);
  };
  const go = (found, step, more = {}) => {
    interview.step = step;
    interview.begun ||= !step.page.gate;
    interview.since = performance.now();
    const all = papers.paper.pages;
    const at = all.findIndex(({ id }) => id === step.page.id);
    const number = found.steps.findIndex(({ key }) => key === step.key) + 1;
    kioskScreens.step(said(interview.tag), {
      step, number, first: number === 1, last: interview.begun && number === found.steps.length,
      progress: Math.floor((100 * (at + (step.part - 1) / step.parts)) / all.length),
      fields: interview.posts.get(step.key)?.fields ?? [], problems: [], remark: "", simulated: papers.simulated, ...more,
    }, { next, back, again, leave });
  };
  const hold = (fields) => {
    const { step, tag, posts, since } = interview;
    posts.set(step.key, { step: step.key, language: tag, seconds: timeClass(since), fields });
    return kioskReading(step, fields, interview.answers);
  };
  const next = (fields) => {
    const { step, soft } = interview;
    const given = { ...interview.answers, ...hold(fields) };
    interview.opened = true;
    const found = walkOf(given);
    const here = found.steps.find(({ key }) => key === step.key);
    const before = new Set(step.asked.map(({ question }) => question.id));
    const opened = here && here.asked.some(({ question }) => !before.has(question.id));
    const wrong = here ? kioskWalk.problemsOf(here, given, found.values).filter(({ question }) => before.has(question)) : [];
    const standing = wrong.filter(({ soft: mild, question }) => !mild || !soft.has(question));
    wrong.filter(({ soft: mild }) => mild).forEach(({ question }) => soft.add(question));
    if (standing.length) return go(found, here, { fields, problems: standing });
    interview.answers = given;
    if (found.ending && found.ending.outcome !== "complete") return end(found.ending);
    if (opened) return go(found, here, { fields, remark: said(interview.tag).words.added });
    if (interview.begun && step.part === step.parts && !step.page.gate) interview.passed.add(step.page.id);
    return follow(found, here);
  };
  const follow = (found, here) => {
    const following = found.steps[found.steps.indexOf(here) + 1];
    if (following) return go(found, following);
    const lacking = found.steps.find((one) => kioskWalk.problemsOf(one, interview.answers, found.values).some(({ soft }) => !soft));
    return lacking ? go(found, lacking, { problems: kioskWalk.problemsOf(lacking, interview.answers, found.values) }) : finish(found);
  };
  const back = (fields) => {
    interview.answers = { ...interview.answers, ...hold(fields) };
    const found = walkOf(interview.answers);
    const at = found.steps.findIndex(({ key }) => key === interview.step.key);
    go(found, found.steps[Math.max(at - 1, 0)]);
  };
  const again = (fields) => {
    hold(fields);
    kioskScreens.languages(said(interview.tag), papers, (tag) => {
      interview.tag = tag;
      const found = walkOf(interview.answers);
      go(found, found.steps.find(({ key }) => key === interview.step.key) ?? found.steps[0]);
    }, leave);
  };
  const end = async (ending) => {
    interview.over = true;
    const { tag } = interview;
    await kioskStore.count([...stepsOf(interview), `${ending.outcome} ${tag}`]);
    kioskScreens.ended(said(tag), ending, leave);
    interview = { over: true, tag };
  };
  const finish = async (found) => {
    const { tag, draw, posts } = interview;
    const receipt = kioskCode.mint();
    const record = {
      version: papers.version, seed: draw.seed, today: interview.today, language: tag, code: receipt,
      posts: found.steps.map(({ key }) => posts.get(key)).filter(Boolean),
    };
    try {
      await kioskStore.keep(papers, record, [`completed ${tag}`]);
    } catch {
      return kioskScreens.failed(said(tag));
    }
    interview = { over: true, tag };
    kioskScreens.done(said(tag), { receipt, address: papers.receipt[tag], simulated: papers.simulated }, leave);
    return call();
  };

  /* Idle: a warning, then nothing is left. */
  const touch = () => {
    touched = performance.now();
    if (warning) {
      warning.close();
      warning = null;
    }
  };
  const watch = () => {
    if (!interview) return;
    const idle = Math.floor((performance.now() - touched) / 1000);
    if (idle >= IDLE + WARNING) return void leave();
    if (idle < IDLE) return;
    warning ??= kioskScreens.warn(said(interview.tag), { stay: touch, leave });
    warning.tell(IDLE + WARNING - idle);
  };

  /* The network, if there is any: send what waits, take a new paper between two people. */
  const call = async () => {
    try {
      await kioskStore.send(point);
      const fresh = await kioskStore.call(point, "paper");
      await kioskStore.set("paper", fresh);
      if (!interview && usable(fresh)) papers = fresh;
      if (!interview && usable(fresh) && page.querySelector(".attract")) await attract();
    } catch (error) {
      if ([401, 403].includes(error.status) && !interview) ask("void");
    }
  };
  const usable = (found) => found && !found.closed && !found.obstacles.length;

  /* Set up: the key comes behind the address, where no server sees it, or is typed. */
  const ask = (why) => {
    page.replaceChildren(document.getElementById("setup").content.cloneNode(true));
    const form = page.querySelector("form");
    if (why) page.querySelector(`[data-why="${why}"]`).hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await kioskStore.set("key", form.elements.key.value.trim());
      await start();
    });
  };
  const start = async () => {
    let found = null;
    try {
      found = await kioskStore.call(point, "paper");
      await kioskStore.set("paper", found);
    } catch (error) {
      if ([401, 403].includes(error.status)) return ask("void");
      found = await kioskStore.get("paper");
      if (!found) return ask("network");
    }
    if (!usable(found)) return ask(found.closed ? "closed" : "obstacles");
    papers = found;
    await attract();
    return kioskStore.send(point).catch(() => {});
  };
  /* Have the page kept for when there is no network; where a browser cannot, it works as long as it stays open. */
  const install = async () => {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    serviceWorker.addEventListener("message", () => (document.documentElement.dataset.kept = ""));
    await serviceWorker.register("/kiosk/worker.js", { scope: "/kiosk/" });
    const { active } = await serviceWorker.ready;
    active.postMessage([location.pathname, document.querySelector("link[rel=manifest]").getAttribute("href")]);
    await navigator.storage?.persist?.();
  };
  const boot = async () => {
    install().catch(() => {});
    await kioskStore.open(point);
    const given = location.hash.slice(1);
    if (given) {
      await kioskStore.set("key", given);
      history.replaceState(null, "", location.pathname);
    }
    for (const event of ["pointerdown", "keydown", "input", "touchstart"]) {
      document.addEventListener(event, approach, { capture: true, passive: true });
      document.addEventListener(event, touch, { capture: true, passive: true });
    }
    setInterval(watch, 1000);
    setInterval(call, CALL * 1000);
    addEventListener("online", call);
    addEventListener("pagehide", () => page.replaceChildren());
    addEventListener("pageshow", ({ persisted }) => persisted && location.replace(location.pathname));
    await ((await kioskStore.get("key")) ? start() : ask(""));
    document.documentElement.dataset.ready = "";
  };
  boot();
})();
