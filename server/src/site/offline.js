// Service worker that shows the offline page when a page cannot be fetched. It stores only the offline page and its
// style sheet, never a page with data of a user. The server adds the address of the style sheet as the argument.
((style) => {
  const page = "/offline" + location.search;
  const name = page + " " + style;

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open(name).then((cache) => cache.addAll([page, style])));
  });

  const begin = async () => {
    for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
    // With preload, the browser fetches a page while this worker starts, so that the worker delays no page.
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
    // The worker does not handle forms: if a form cannot be sent, the browser itself offers the user to send it again.
    if (mode === "navigate" && method === "GET") event.respondWith(fetched(event, page));
    else if (new URL(url).pathname === style) event.respondWith(fetched(event, style));
  });
})
