/* Send what waits: each record until the server says what became of it, and one it does not take ever more seldom. */
"use strict";
const kioskSending = (() => {
  const { get, set, within, call, waiting } = kioskStore;
  const MOST_ROUNDS = 60;
  const KEPT_DAYS = 90;
  const A_DAY = 86_400_000;
  /* These answers say something of the record; all others of the key, the load or the way. */
  const OF_RECORD = [400, 413, 500, 507];

  /* Nothing here asks this device what time it is: waits are counted in rounds, days are the server's. */
  const sendRecords = async (point, all) => {
    const round = ((await get("round")) ?? 0) + 1;
    await set("round", round);
    for (const id of await within(["queue"], "readonly", (queue) => queue.getAllKeys())) {
      const record = await within(["queue"], "readonly", (queue) => queue.get(id));
      if (!record || (!all && record.next > round)) continue;
      const { key, nonce, text } = record;
      const told = await call(point, "records", { body: { id, key, nonce, text } }).catch((error) => {
        if (!OF_RECORD.includes(error.status)) throw error;
        return null;
      });
      if (told === null) await hold(record, round);
      else if (told.id === id && ["stored", "refused"].includes(told.state)) await settle(id, told.state);
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
  const settle = (id, became) =>
    within(["queue", "state"], "readwrite", (queue, state) => {
      queue.delete(id);
      if (became === "refused") more(state, "refused");
    });

  /* Delete records that were not taken: those held too long, or all of them when the staff says so. */
  const giveUp = (which) =>
    within(["queue", "state"], "readwrite", (queue, state) => {
      const request = queue.getAll();
      request.onsuccess = () => {
        const gone = request.result.filter((record) => record.tries && which(record));
        for (const { id } of gone) queue.delete(id);
        if (gone.length) more(state, "givenUp", gone.length);
      };
    });
  const expire = (day) => giveUp(({ since }) => since && Date.parse(day) - Date.parse(since) > KEPT_DAYS * A_DAY);
  const eraseHeld = () => giveUp(() => true);
  const state = async () => {
    const records = await within(["queue"], "readonly", (queue) => queue.getAll());
    const [refused, givenUp, day] = await Promise.all(["refused", "givenUp", "day"].map(get));
    return { waiting: records.length, held: records.filter(({ tries }) => tries).length, refused: refused ?? 0, givenUp: givenUp ?? 0, day };
  };
  const sendCounts = async (point) => {
    if (!(await get("station"))) await set("station", crypto.randomUUID());
    const { held, givenUp } = await state();
    const body = { station: await get("station"), waiting: await waiting(), held, given_up: givenUp, counts: (await get("counts")) ?? {} };
    const { day } = await call(point, "counts", { body });
    if (!day) return;
    await set("day", day);
    await expire(day);
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
      await sendRecords(point, everything);
      await sendCounts(point);
      await call(point, "again", { body: {} });
    });
    return turn;
  };

  return { send, state, eraseHeld };
})();
