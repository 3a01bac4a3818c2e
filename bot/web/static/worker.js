// The service worker: the page opens without network, so that notes can be written. It never keeps a conversation.
"use strict";
const CACHE = "wellsay-" + "VERSION";
const FILES = ["FILES"];
const SHELL = "/shell";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("wellsay-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

async function visit(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(SHELL)) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith("/c/") && !pathname.includes(".")) {
    event.respondWith(visit(request));
  } else if (FILES.includes(pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});

// So that the shell speaks the language of the last visit.
self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(caches.open(CACHE).then((cache) => cache.add(SHELL)).catch(() => {}));
});

// News: a notification without content. None while the person is looking at the chat.
self.addEventListener("push", (event) => {
  const show = async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (pages.some((page) => page.focused && new URL(page.url).pathname.startsWith("/c/"))) return;
    const { text, lang, dir } = event.data.json();
    await self.registration.showNotification("Wellsay", { body: text, lang, dir, tag: "news", icon: "ICON" });
  };
  event.waitUntil(show());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const pages = await self.clients.matchAll({ type: "window" });
    const chat = pages.find((page) => new URL(page.url).pathname.startsWith("/c/"));
    return chat ? chat.focus() : self.clients.openWindow("/c/");
  };
  event.waitUntil(open());
});
