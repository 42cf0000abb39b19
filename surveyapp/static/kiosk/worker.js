/* Keep one release of the kiosk's page, whole: a page is never shown without the very assets it names.
   Only the page and its assets: no answer passes through here. */
"use strict";
const NAME = `kiosk:${RELEASE}`;
const ours = () => caches.open(NAME);

/* A page of another release waits for its own worker; what is not from our server says no release. */
const keep = async (address) => {
  const cache = await ours();
  if (await cache.match(address)) return;
  const response = await fetch(address, { cache: "no-cache" });
  if (response.status === 404) return;
  if (!response.ok || response.redirected || response.headers.get("Kiosk-Release") !== RELEASE) throw new Error("not of this release");
  await cache.put(address, response);
};
const keptBefore = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("kiosk"));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const paths = requests.flat().map(({ url }) => new URL(url).pathname);
  return [...new Set(paths.filter((path) => path.startsWith("/kiosk/")))];
};

/* The release before stays in its place until every page kept is there anew. */
self.addEventListener("install", (event) => {
  const fill = async () => {
    await (await ours()).addAll(ASSETS);
    await Promise.all((await keptBefore()).map(keep));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});
self.addEventListener("activate", (event) => {
  const takeOver = async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith("kiosk") && name !== NAME);
    await Promise.all(others.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});
/* Nothing waits for this: on a network that does not answer it would hold the next release back. A page asks anew. */
self.addEventListener("message", ({ data, source }) => void Promise.all(data.map(keep)).then(() => source.postMessage(RELEASE), () => {}));

const kept = async (request, pathname) => (await (await ours()).match(pathname)) ?? fetch(request);
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const wanted = pathname.startsWith("/static/") || request.mode === "navigate" || pathname.endsWith(".webmanifest");
  if (wanted) event.respondWith(kept(request, pathname));
});
