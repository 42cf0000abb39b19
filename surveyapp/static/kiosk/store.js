/* Keep what a station holds: its key, its paper, its counts, and the sealed records it has not sent yet. */
"use strict";
const kioskStore = (() => {
  const PATIENCE = 60_000;
  const INFO = new TextEncoder().encode("surveyapp kiosk record 1");
  let database = null;

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const open = async (point) => {
    const request = indexedDB.open(`kiosk:${point}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("state");
      request.result.createObjectStore("queue", { keyPath: "id" });
    };
    database = await settled(request);
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
  const addTo = (state, steps) => {
    const request = state.get("counts");
    request.onsuccess = () => {
      const counts = request.result ?? {};
      for (const step of steps) counts[step] = (counts[step] ?? 0) + 1;
      state.put(counts, "counts");
    };
  };
  const count = (steps) => within(["state"], "readwrite", (state) => void addTo(state, steps));
  const waiting = () => within(["queue"], "readonly", (queue) => queue.count());

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
      queue.add(sealed);
      addTo(state, steps);
    });
  };

  /* Ask the server, and wait for it a while only: a network that never answers must not hold up what comes next.
     `have` is the edition that is here already; null is what comes where there is no newer one. */
  const call = async (point, path, { body, key, have, patience = PATIENCE } = {}) => {
    const headers = { Authorization: `Kiosk ${key ?? (await get("key"))}` };
    if (have) headers["If-None-Match"] = `"${have}"`;
    if (body) headers["Content-Type"] = "application/json";
    const address = `/kiosk/${encodeURIComponent(point)}/${path}`;
    const how = { headers, signal: AbortSignal.timeout(patience), ...(body ? { method: "POST", body: JSON.stringify(body) } : {}) };
    const response = await fetch(address, how);
    if (response.status === 304) return null;
    if (!response.ok) throw Object.assign(new Error(path), { status: response.status });
    return response.json();
  };
  return { open, get, set, within, count, keep, waiting, call };
})();
