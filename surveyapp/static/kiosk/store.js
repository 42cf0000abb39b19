/* Keep what a station holds, for each survey it was set up for: key, paper, counts, and sealed records not sent yet. */
"use strict";
const kioskStore = (() => {
  const PATIENCE = 60_000;
  const INFO = new TextEncoder().encode("surveyapp kiosk record 1");
  /* What does not depend on the survey; all else has a name of two parts, the survey and what it is. */
  const OF_STATION = ["day", "round"];
  let database = null;

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  /* A page of the next release waits with a newer store until this one lets go; `giveWay` says whether it does now. */
  const open = async (point, giveWay) => {
    const request = indexedDB.open(`kiosk:${point}`, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const [state, queue] = oldVersion
        ? ["state", "queue"].map((name) => request.transaction.objectStore(name))
        : [request.result.createObjectStore("state"), request.result.createObjectStore("queue", { keyPath: "id" })];
      queue.createIndex("survey", "survey");
      if (oldVersion) giveSurvey(state, queue);
    };
    database = await settled(request);
    database.onversionchange = () => giveWay() && database.close();
  };
  /* Version 1 held one survey's things without saying whose: those of its paper, without which nothing was sealed.
     Its key may have been typed later, for another survey, so it also waits for the server to say whose it is. */
  const giveSurvey = (state, queue) => {
    const [names, values] = [state.getAllKeys(), state.getAll()];
    values.onsuccess = () => {
      const survey = values.result.find((value) => value?.survey)?.survey;
      if (!survey) return;
      names.result.forEach((name, at) => {
        if (OF_STATION.includes(name)) return;
        state.put(values.result[at], [survey, name]);
        if (name !== "key") state.delete(name);
      });
      state.put(survey, "survey");
      const records = queue.openCursor();
      records.onsuccess = () => {
        records.result?.update({ ...records.result.value, survey });
        records.result?.continue();
      };
    };
  };
  /* Do something in one transaction, and return what it found once that is on the disk. */
  const within = (stores, mode, act) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      let found = null;
      transaction.oncomplete = () => resolve(found?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      found = act(...stores.map((name) => transaction.objectStore(name)));
    });
  const get = (name) => within(["state"], "readonly", (state) => state.get(name));
  const set = (name, value) =>
    within(["state"], "readwrite", (state) => (value === null ? state.delete(name) : state.put(value, name)));
  /* The survey that is asked now, all that were, and the key that opens the kiosk of the one asked now. A key that was
     typed stands under "key" until the server has said whose it is. */
  const current = () => get("survey");
  const surveys = async () => {
    const names = await within(["state"], "readonly", (state) => state.getAllKeys());
    return [...new Set(names.filter(Array.isArray).map(([survey]) => survey))];
  };
  const key = async () => (await get("key")) ?? (await get([(await current()) ?? "", "key"]));
  const forget = (state, typed) => {
    const request = state.get("key");
    request.onsuccess = () => request.result === typed && state.delete("key");
  };
  /* A typed key that opens nothing leaves the one that did in its place, if there is one. */
  const drop = async (typed) => {
    if (await get([(await current()) ?? "", "key"])) await within(["state"], "readwrite", (state) => forget(state, typed));
  };
  const ask = async (survey, its) => {
    const others = (await surveys()).filter((one) => one !== survey);
    const held = await Promise.all(others.map((one) => get([one, "key"])));
    await within(["state"], "readwrite", (state) => {
      others.filter((one, at) => held[at] === its).forEach((one) => state.delete([one, "key"]));
      forget(state, its);
      state.put(its, [survey, "key"]);
      state.put(survey, "survey");
    });
  };
  const addTo = (state, survey, steps) => {
    const name = [survey, "counts"];
    const request = state.get(name);
    request.onsuccess = () => {
      const counts = request.result ?? {};
      for (const step of steps) counts[step] = (counts[step] ?? 0) + 1;
      state.put(counts, name);
    };
  };
  const count = (survey, steps) => within(["state"], "readwrite", (state) => void addTo(state, survey, steps));
  const waiting = (survey) => within(["queue"], "readonly", (queue) => queue.index("survey").count(survey));

  /* base 64 */
  const write = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
  const read = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  /* Seal to the server's key: this station has no key that opens it again. */
  const seal = async (paper, id, record) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = read(paper.key);
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const key = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    const other = await crypto.subtle.importKey("raw", theirs, curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const salt = new Uint8Array([...key, ...theirs]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: INFO };
    const closing = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(`${paper.survey}/${paper.point}/${id}`);
    const text = new TextEncoder().encode(JSON.stringify(record));
    return { id, key: write(key), nonce: write(iv), text: write(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, closing, text)) };
  };
  /* Keep a finished interview, with its count, or neither. */
  const keep = async (paper, record, steps) => {
    const sealed = await seal(paper, crypto.randomUUID(), record);
    await within(["queue", "state"], "readwrite", (queue, state) => {
      queue.add({ ...sealed, survey: paper.survey });
      addTo(state, paper.survey, steps);
    });
  };

  /* Ask the server, and wait for it a while only: a network that never answers must not hold up what comes next.
     `have` is the edition that is here already; null is what comes where there is no newer one. The key says which
     survey is meant. */
  const call = async (point, path, { body, key: shown, have, patience = PATIENCE } = {}) => {
    const headers = { Authorization: `Kiosk ${shown ?? (await key())}` };
    if (have) headers["If-None-Match"] = `"${have}"`;
    if (body) headers["Content-Type"] = "application/json";
    const address = `/kiosk/${encodeURIComponent(point)}/${path}`;
    const how = { headers, signal: AbortSignal.timeout(patience), ...(body ? { method: "POST", body: JSON.stringify(body) } : {}) };
    const response = await fetch(address, how);
    if (response.status === 304) return null;
    if (!response.ok) throw Object.assign(new Error(path), { status: response.status });
    return response.json();
  };
  return { open, get, set, within, current, surveys, key, ask, drop, count, keep, waiting, call };
})();
