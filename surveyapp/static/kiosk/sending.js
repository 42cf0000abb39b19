/* Send what waits: each record until the server says what became of it, and one it does not take ever more seldom. */
"use strict";
const kioskSending = (() => {
  const { get, set, within, current, surveys, waiting, call } = kioskStore;
  const MOST_ROUNDS = 60;
  const KEPT_DAYS = 90;
  const A_DAY = 86_400_000;
  /* These answers say something of the record; all others of the key, the load or the way. */
  const OF_RECORD = [400, 413, 500, 507];

  /* Nothing here asks this device what time it is: waits are counted in rounds, days are the server's. */
  const sendRecords = async (point, survey, shown, { round, all }) => {
    for (const id of await within(["queue"], "readonly", (queue) => queue.index("survey").getAllKeys(survey))) {
      const record = await within(["queue"], "readonly", (queue) => queue.get(id));
      if (!record || (!all && record.next > round)) continue;
      const { key, nonce, text } = record;
      const told = await call(point, "records", { key: shown, body: { id, key, nonce, text } }).catch((error) => {
        if (!OF_RECORD.includes(error.status)) throw error;
        return null;
      });
      if (told === null) await hold(record, round);
      else if (told.id === id && ["stored", "refused"].includes(told.state)) await settle(survey, id, told.state);
    }
  };
  const hold = async (record, round) => {
    const tries = (record.tries ?? 0) + 1;
    const since = record.since ?? (await get("day")) ?? null;
    await within(["queue"], "readwrite", (queue) => queue.put({ ...record, tries, since, next: round + Math.min(2 ** tries, MOST_ROUNDS) }));
  };
  const more = (state, name, n = 1) => {
    const request = state.get(name);
    request.onsuccess = () => state.put((request.result ?? 0) + n, name);
  };
  const settle = (survey, id, became) =>
    within(["queue", "state"], "readwrite", (queue, state) => {
      queue.delete(id);
      if (became === "refused") more(state, [survey, "refused"]);
    });

  /* Delete records that were not taken: those held too long, or all of them when the staff says so. */
  const giveUp = (which) =>
    within(["queue", "state"], "readwrite", (queue, state) => {
      const request = queue.getAll();
      request.onsuccess = () => {
        const gone = request.result.filter((record) => record.tries && which(record));
        for (const { id } of gone) queue.delete(id);
        for (const survey of new Set(gone.map((record) => record.survey)))
          more(state, [survey, "givenUp"], gone.filter((record) => record.survey === survey).length);
      };
    });
  const expire = (day) => giveUp(({ since }) => since && Date.parse(day) - Date.parse(since) > KEPT_DAYS * A_DAY);
  const eraseHeld = () => giveUp(() => true);
  /* What this station has of one survey, or of all. */
  const state = async (survey) => {
    const records = await within(["queue"], "readonly", (queue) => queue.index("survey").getAll(survey));
    const meant = survey ? [survey] : await surveys();
    const sum = async (name) => (await Promise.all(meant.map((one) => get([one, name])))).reduce((all, n) => all + (n ?? 0), 0);
    const [refused, givenUp, day] = await Promise.all([sum("refused"), sum("givenUp"), get("day")]);
    const isVoid = survey ? Boolean(await get([survey, "void"])) : false;
    return { waiting: records.length, held: records.filter(({ tries }) => tries).length, refused, givenUp, day, isVoid };
  };
  const countsOf = async (survey) => {
    const mine = (name) => get([survey, name]);
    if (!(await mine("station"))) await set([survey, "station"], crypto.randomUUID());
    const { waiting, held, givenUp } = await state(survey);
    return { station: await mine("station"), waiting, held, given_up: givenUp, counts: (await mine("counts")) ?? {} };
  };
  const sendCounts = async (point, survey, key) => {
    const body = await countsOf(survey);
    const { day } = await call(point, "counts", { key, body });
    if (!day) return;
    await set([survey, "told"], JSON.stringify([day, body]));
    await set("day", day);
    await expire(day);
  };
  /* Send all of a survey under its own key. One that is asked no more is called when it has something to say, and once
     a day, so that what its server refused is tried again. A key that waits for the server to say whose it is sends
     nothing. */
  const sendOf = async (point, survey, how) => {
    const key = await get([survey, "key"]);
    if (!key || key === (await get("key"))) return;
    const told = JSON.stringify([await get("day"), await countsOf(survey)]);
    if (survey !== (await current()) && !(await waiting(survey)) && told === (await get([survey, "told"]))) return;
    await sendRecords(point, survey, key, how);
    await sendCounts(point, survey, key);
    await call(point, "again", { key, body: {} });
    await set([survey, "void"], null);
  };
  /* A survey whose key is void, or whose server is away, holds up no other; only the one asked now is told of. */
  const sendAll = async (point, all) => {
    const round = ((await get("round")) ?? 0) + 1;
    await set("round", round);
    const asked = await current();
    let failed = null;
    for (const survey of await surveys())
      await sendOf(point, survey, { round, all }).catch(async (error) => {
        if ([401, 403].includes(error.status)) await set([survey, "void"], true);
        if (survey === asked) failed = error;
      });
    if (failed) throw failed;
  };
  /* One tab at a time; whatever is cut short is sent again, and taken once. Who comes while one sends waits for its
     turn, so that what was kept meanwhile, or what failed before the network was back, goes as well; more need not
     wait. `all` sends those that wait longer, too. */
  let turn = null;
  let wantAll = false;
  const send = (point, all = false) => {
    wantAll ||= all;
    turn ??= navigator.locks.request(`kiosk:${point}`, async () => {
      const everything = wantAll;
      [turn, wantAll] = [null, false];
      await sendAll(point, everything);
    });
    return turn;
  };

  return { send, state, eraseHeld };
})();
