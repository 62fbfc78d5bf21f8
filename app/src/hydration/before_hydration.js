// Runs before the page is hydrated: stores the time zone, shows the network notice, follows the state of the class, and
// starts hydration without a touch where a page needs that.
((startHydration) => {
  const html = document.documentElement;
  const isHydrated = () => html.hasAttribute("data-awake");

  // At the first visit the server guesses the time zone. The cookie tells the server the real time zone.
  const offset = String(-new Date().getTimezoneOffset());
  const isElsewhere = html.dataset.utcOffset !== offset;
  if (isElsewhere) document.cookie = `utc_offset=${offset}; Path=/; Max-Age=31536000; SameSite=Lax`;

  // Hydrates these pages at once: pages that change by themselves (`data-lives`), pages with times that the server
  // rendered in another time zone, and every page in a browser that stores secrets of the practice phone, because only
  // a hydrated page can show the codes and delete the secrets.
  const isStored = (storage, key) => {
    try {
      return window[storage].getItem(key) !== null;
    } catch {
      return false;
    }
  };
  const isLive = document.querySelector("[data-lives]") || (isElsewhere && document.querySelector("main time"));
  if (isLive || isStored("localStorage", "stepwise.phone") || isStored("sessionStorage", "stepwise.seen")) startHydration();

  const network = (event) => {
    if (!isHydrated()) document.getElementById("network-away").hidden = event.type === "online";
  };
  addEventListener("offline", network);
  addEventListener("online", network);

  // A page with `data-follow` follows the state of a class by a stream, as the hydrated page does
  // (`live_updates/follower.rs`). If the stream does not work, the page is hydrated and polls.
  const { follow, known } = document.querySelector("[data-follow]")?.dataset ?? {};
  if (!follow) return;
  let stream;
  let silence;
  const close = () => {
    stream?.close();
    clearInterval(silence);
  };
  const listen = () => {
    clearInterval(silence);
    silence = setInterval(startHydration, 20000);
  };
  const open = () => {
    close();
    if (document.hidden || isHydrated()) return;
    listen();
    stream = new EventSource(follow);
    for (const name of ["state", "alive", "unavailable", "closing", "ended"]) {
      stream.addEventListener(name, ({ data }) => {
        listen();
        if (name === "ended" || (name === "state" && data !== known)) location.reload();
      });
    }
    stream.onerror = () => stream.readyState === EventSource.CLOSED && startHydration();
  };
  open();
  addEventListener("visibilitychange", open);
  addEventListener("pageshow", (event) => event.persisted && open());
  addEventListener("pagehide", close);
  new MutationObserver(close).observe(html, { attributeFilter: ["data-awake"] });
})
