/* Keeps the page of event mode on the device: the network's copy where there is one, else the kept one. */
(function (kept) {
  "use strict";
  const BOX = "leadcrm-event";

  async function newest(request) {
    const box = await caches.open(BOX);
    try {
      const answer = await fetch(request);
      if (answer.ok) await box.put(request.url, answer.clone());
      return answer;
    } catch (error) {
      const stored = await box.match(request.url);
      if (!stored) throw error;
      return stored;
    }
  }

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open(BOX).then((box) => box.addAll(kept)));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method === "GET" && kept.includes(new URL(request.url).pathname)) event.respondWith(newest(request));
  });
});
