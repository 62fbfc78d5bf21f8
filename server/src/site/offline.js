// Where a page cannot be fetched, this says so in the site's own words. It keeps that one page and its looks, and nothing else:
// what is about somebody is never stored. The server adds the name of the style sheet.
((style) => {
  const page = "/offline" + location.search;
  const name = page + " " + style;

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open(name).then((cache) => cache.addAll([page, style])));
  });

  const begin = async () => {
    for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
    // Pages are asked for while this starts: it makes none of them slower.
    await registration.navigationPreload?.enable();
  };
  addEventListener("activate", (event) => event.waitUntil(begin()));

  const fetched = async ({ request, preloadResponse }, instead) => {
    try {
      return (await preloadResponse) ?? (await fetch(request));
    } catch {
      return (await caches.match(instead)) ?? Response.error();
    }
  };
  addEventListener("fetch", (event) => {
    const { mode, method, url } = event.request;
    // A form that could not be sent is for the browser to tell of: it knows how to send it again.
    if (mode === "navigate" && method === "GET") event.respondWith(fetched(event, page));
    else if (new URL(url).pathname === style) event.respondWith(fetched(event, style));
  });
})
