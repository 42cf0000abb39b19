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
  const LEAST_ROOM = 2;
  /* The papers that this page can read; those of other releases are kept for their pages. */
  const FORMAT = 1;
  const PAPER = `paper ${FORMAT}`;
  const SLOWEST_PAPER = 300_000;
  const TIMES = [[2, "0-2"], [5, "2-5"], [10, "5-10"], [20, "10-20"], [40, "20-40"], [90, "40-90"], [300, "90-300"]];
  let papers = null;
  let interview = null;
  let near = 0;
  let staff = false;
  let roomy = true;
  let touched = performance.now();
  let warning = null;
  let attracted = "";
  let keysTyped = 0;

  const said = (tag) => papers.languages.find(({ language }) => language === tag);
  /* A clock that says it is earlier than the server has said already is wrong. */
  const today = () => {
    const now = new Date();
    const two = (value) => String(value).padStart(2, "0");
    const own = `${String(now.getFullYear()).padStart(4, "0")}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    return own < (papers.day ?? "") ? papers.day : own;
  };
  const timeClass = (since) => TIMES.find(([most]) => performance.now() - since < most * 1000)?.[1] ?? "300+";

  /* Leave nothing: the page is loaded anew, so that no memory, field or step back holds an answer. */
  const wipe = () => {
    interview = null;
    staff = false;
    warning?.close();
    warning = null;
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    page.replaceChildren();
    if (navigator.serviceWorker?.controller || navigator.onLine) location.replace(location.pathname);
    else attract();
  };
  const leave = async () => {
    const left = interview;
    if (left?.finishing) return;
    interview = null;
    page.replaceChildren();
    try {
      if (left && !left.over) await kioskStore.count(papers.survey, [...stepsOf(left), `left:${left.step.page.id} ${left.tag}`]);
    } finally {
      wipe();
    }
  };
  /* What an interview that is not finished adds to the counts; a finished one is counted by the server. */
  const stepsOf = ({ opened, begun, passed, tag }) =>
    [opened && "open", begun && "begun", ...[...passed].map((id) => `page:${id}`)].filter(Boolean).map((step) => `${step} ${tag}`);

  const attract = async () => {
    interview = null;
    const { waiting, held } = await kioskSending.state();
    roomy = (await kioskStaff.room()) >= LEAST_ROOM;
    if (interview || staff) return;
    /* A screen that says the same stays: a finger may be on it, or the keyboard's focus. */
    const told = [papers.edition, waiting, held].join();
    if (told !== attracted || !page.querySelector(".attract")) kioskScreens.attract(papers, { waiting, held }, { begin, staff: openStaff });
    attracted = told;
  };
  const openStaff = () => {
    staff = true;
    kioskStaff.open(page, point, paperOf, wipe);
  };
  const approach = () => {
    const now = performance.now();
    if (!interview && papers && page.querySelector(".attract") && (!near || now - near > NEAR * 1000)) kioskStore.count(papers.survey, ["approached und"]);
    near = now;
  };

  /* The interview. */
  const walkOf = (answers) =>
    kioskWalk.walk(papers.paper, answers, interview.draw, { ...papers.context, ...(papers.paper.readsToday ? { today: interview.today, "\x1ftoday": interview.today } : {}) });
  const begin = (tag) => {
    if (!roomy) {
      interview = { over: true, tag };
      return kioskScreens.full(said(tag), leave);
    }
    const draw = papers.draws[crypto.getRandomValues(new Uint32Array(1))[0] % papers.draws.length];
    interview = { tag, draw, today: today(), answers: {}, posts: new Map(), soft: new Set(), opened: false, begun: false, passed: new Set(), over: false };
    kioskStore.count(papers.survey, [`started ${tag}`]).catch(() => (roomy = false));
    const found = walkOf({});
    return go(found, found.steps[0]);
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
    }, { next, back, again, leave, changed });
  };
  const hold = (fields) => {
    const { step, tag, posts, since } = interview;
    const opened = step.asked.map(({ question }) => question.id).join(" ");
    posts.set(step.key, { step: step.key, language: tag, seconds: timeClass(since), fields: [...fields, ["opened", opened]] });
    return kioskReading(step, fields, interview.answers);
  };
  /* What a screen asks and offers: it changes where its own answers open or close something on it. */
  const offered = ({ asked }) => JSON.stringify(asked.map(({ question, shown }) => [question.id, shown.rows?.map(({ code }) => code), shown.choices?.map(({ code }) => code)]));
  const changed = (fields) => {
    let { step } = interview;
    for (let more = step.page.questions.length; more; more--) {
      const given = { ...interview.answers, ...kioskReading(step, fields, interview.answers) };
      const here = walkOf(given).steps.find(({ key }) => key === step.key);
      if (!here || offered(here) === offered(step)) break;
      step = here;
    }
    if (offered(step) !== offered(interview.step)) changed(kioskScreens.change(said(interview.tag), (interview.step = step), fields));
  };
  const next = (fields) => {
    const { step, soft } = interview;
    const given = { ...interview.answers, ...hold(fields) };
    interview.opened = true;
    const found = walkOf(given);
    const here = found.steps.find(({ key }) => key === step.key);
    const before = new Set(step.asked.map(({ question }) => question.id));
    const opened = here && offered(here) !== offered(step) && here.asked.length >= step.asked.length;
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
    const { tag } = interview;
    const steps = [...stepsOf(interview), `${ending.outcome} ${tag}`];
    interview = { over: true, tag };
    kioskScreens.ended(said(tag), ending, leave);
    await kioskStore.count(papers.survey, steps);
  };
  const finish = async (found) => {
    if (interview.finishing) return undefined;
    interview.finishing = true;
    const { tag, draw, posts } = interview;
    const receipt = kioskCode.mint();
    const record = {
      version: papers.version, seed: draw.seed, today: interview.today, language: tag, code: receipt,
      posts: found.steps.map(({ key }) => posts.get(key)).filter(Boolean), ...(papers.day ? { after: papers.day } : {}),
    };
    const keep = () => kioskStore.keep(papers, record, [`completed ${tag}`]);
    let kept = true;
    await keep().catch(() => kioskSending.send(point, true).then(keep)).catch(() => (kept = false));
    interview = { over: true, tag };
    if (!kept) return kioskScreens.failed(said(tag), leave);
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
    const idle = Math.floor((performance.now() - touched) / 1000);
    if (staff && idle >= IDLE) return void wipe();
    if (!interview) return;
    if (idle >= IDLE + WARNING) return void leave();
    if (idle < IDLE) return;
    warning ??= kioskScreens.warn(said(interview.tag), { stay: touch, leave });
    warning.tell(IDLE + WARNING - idle);
  };

  /* The network, if there is any: send what waits, take a new paper between two people. */
  const call = async () => {
    const before = keysTyped;
    try {
      if (await kioskStore.get("key")) await fetchPaper();
      await kioskSending.send(point);
      const fresh = await fetchPaper();
      if (fresh && !interview && !staff) await take(fresh);
    } catch (error) {
      /* A key that was typed meanwhile is not the one that was refused. */
      if (isVoid(error) && before === keysTyped && (await kioskStore.key()) && !interview && !staff && !typing()) ask("void");
    } finally {
      renew();
    }
  };
  const renew = () => navigator.serviceWorker?.getRegistration().then((worker) => worker?.update()).catch(() => {});
  const typing = () => Boolean(page.querySelector("#key")?.value);
  const take = async (fresh) => {
    if (!usable(fresh)) return typing() || ask(fresh.closed ? "closed" : "obstacles");
    papers = fresh;
    return typing() || attract();
  };
  const isVoid = ({ status }) => [401, 403].includes(status);
  const paperOf = (survey) => kioskStore.get([survey, PAPER]);
  const keptPaper = async () => paperOf((await kioskStore.current()) ?? "");
  /* A paper is what a kiosk asks; it comes with the server's day, and says whose the key is that was shown. One that
     only a newer page can read is kept for it, and this page goes on with its own. */
  const fetchPaper = async () => {
    const here = (await keptPaper()) ?? papers;
    const typed = await kioskStore.get("key");
    const fresh = await kioskStore.call(point, "paper", { have: here?.edition, patience: SLOWEST_PAPER }).catch(async (error) => {
      if (typed && isVoid(error)) await kioskStore.drop(typed);
      throw error;
    });
    if (typed) await kioskStore.ask((fresh ?? here).survey, typed);
    if (!fresh) return here;
    await kioskStore.set([fresh.survey, `paper ${fresh.format}`], fresh);
    if (fresh.day) await kioskStore.set("day", fresh.day);
    return fresh.format === FORMAT ? fresh : here;
  };
  const usable = (found) => found && !found.closed && !found.obstacles.length;

  /* Set up: the key comes behind the address, where no server sees it, or is typed. */
  const ask = (why) => {
    page.replaceChildren(document.getElementById("setup").content.cloneNode(true));
    const form = page.querySelector("form");
    if (why) page.querySelector(`[data-why="${why}"]`).hidden = false;
    kioskSending.state().then(({ waiting }) => {
      const told = page.querySelector("[data-waiting]");
      if (told && waiting) Object.assign(told, { hidden: false, textContent: told.textContent.replace("{n}", waiting) });
    }, () => {});
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = form.elements.key.value.trim();
      form.elements.key.value = "";
      if (!typed) return;
      keysTyped++;
      await kioskStore.set("key", typed);
      await start(true);
    });
  };
  /* What is here is shown at once, so that nobody waits for a slow network; a new key is shown to the server first. */
  const start = async (anew) => {
    let found = await keptPaper();
    if (!usable(found) || anew) {
      try {
        found = await fetchPaper();
      } catch (error) {
        if (isVoid(error)) return ask("void");
      }
    }
    await (found ? take(found) : ask("network"));
    return void call();
  };
  /* Let a newer release take the place of this page, unless somebody is at it; who leaves loads the page anew anyway. */
  const giveWay = () => {
    if (interview || staff || typing()) return false;
    wipe();
    return true;
  };
  /* Have the page kept for when there is no network; where a browser cannot, it works as long as it stays open. */
  const install = async () => {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    let replaced = serviceWorker.controller;
    serviceWorker.addEventListener("controllerchange", () => {
      if (replaced) giveWay();
      replaced = true;
    });
    /* The worker tells its release: it may have come while this page was still being read. */
    serviceWorker.addEventListener("message", ({ data }) => {
      document.documentElement.dataset.kept = "";
      if (data !== page.dataset.release) giveWay();
    });
    await serviceWorker.register("/kiosk/worker.js", { scope: "/kiosk/" });
    const { active } = await serviceWorker.ready;
    active.postMessage([location.pathname, document.querySelector("link[rel=manifest]").getAttribute("href")]);
    await navigator.storage?.persist?.();
  };
  const boot = async () => {
    install().catch(() => {});
    try {
      await kioskStore.open(point, giveWay);
    } catch {
      return ask("storage");
    }
    const given = location.hash.slice(1);
    if (given) {
      await kioskStore.set("key", given);
      history.replaceState(null, "", location.pathname);
    }
    for (const event of ["pointerdown", "keydown", "input", "touchstart"]) {
      document.addEventListener(event, approach, { capture: true, passive: true });
      document.addEventListener(event, touch, { capture: true, passive: true });
    }
    for (const event of ["copy", "cut", "dragstart", "contextmenu"]) document.addEventListener(event, (one) => interview && one.preventDefault());
    history.scrollRestoration = "manual";
    setInterval(watch, 1000);
    setInterval(call, CALL * 1000);
    addEventListener("online", call);
    addEventListener("pagehide", () => page.replaceChildren());
    addEventListener("pageshow", ({ persisted }) => persisted && location.replace(location.pathname));
    await ((await kioskStore.key()) ? start(Boolean(given)) : ask(""));
    return (document.documentElement.dataset.ready = "");
  };
  boot();
})();
