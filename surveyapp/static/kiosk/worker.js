/* Keep the kiosk's page for when there is no network. Only the page and its assets: no answer passes through here. */
"use strict";
const NAME = `kiosk:${ASSETS.join(" ")}`;
const PAGES = "kiosk-pages";
const SLOW = 3000;

const keep = async (address) => {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error("no page");
  await (await caches.open(PAGES)).put(address, response.clone());
  return response;
};

self.addEventListener("install", (event) => {
  const fill = async () => {
    await (await caches.open(NAME)).addAll(ASSETS);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

/* Assets of an earlier release go only once every page kept has been asked for anew: pages name their assets. */
const renew = async () => {
  const pages = await (await caches.open(PAGES)).keys();
  await Promise.all(pages.map(({ url }) => keep(new URL(url).pathname)));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("kiosk:") && name !== NAME).map((name) => caches.delete(name)));
};

self.addEventListener("activate", (event) => event.waitUntil(renew().catch(() => {}).then(() => self.clients.claim())));

/* A new page where there is a network that answers soon, else the one kept. */
const page = async (address) => {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), SLOW));
  try {
    return await Promise.race([keep(address), late]);
  } catch {
    return (await caches.match(address)) ?? Response.error();
  }
};

self.addEventListener("message", (event) => event.waitUntil(Promise.all(event.data.map(keep)).then(() => event.source.postMessage("kept"), () => {})));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  else if (request.mode === "navigate" || pathname.endsWith(".webmanifest")) event.respondWith(page(pathname));
});
