// Runs before the page is hydrated: stores the time zone, shows the network notice, polls for changes, and starts
// hydration without a touch where a page needs that.
((startHydration) => {
  const html = document.documentElement;
  const isHydrated = () => html.hasAttribute("data-awake");

  // At the first visit the server guesses the time zone. The cookie tells the server the real time zone.
  const offset = String(-new Date().getTimezoneOffset());
  const isElsewhere = html.dataset.utcOffset !== offset;
  if (isElsewhere) document.cookie = `utc_offset=${offset}; Path=/; Max-Age=31536000; SameSite=Lax`;

  // Hydrates these pages at once: pages with countdowns, copy buttons or incoming messages (`data-lives`), pages with
  // times that the server rendered in another time zone, and every page in a browser that stores secrets of the
  // practice phone, because only a hydrated page can show the codes and delete the secrets.
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

  // A page with `data-follow` shows the state of a class. The page polls until the server reports a version or state
  // other than the shown one (`data-known`), at the interval and with the back-off of the hydrated page
  // (`pages/classes/board/live.rs`, `pages/students/lesson/poll_state.rs`).
  const followed = document.querySelector("[data-follow]");
  if (!followed) return;
  const { follow, known, pace, news, rests } = followed.dataset;
  let failures = 0;
  let timer;
  const poll = async () => {
    clearTimeout(timer);
    if (isHydrated()) return;
    if (!document.hidden && (await isBehind())) {
      if (news === "reload") return location.reload();
      startHydration();
    }
    timer = setTimeout(poll, 1000 * Math.min(30, pace * 2 ** failures) * (0.75 + Math.random() / 2));
  };
  const isBehind = async () => {
    try {
      const answer = await fetch(follow);
      const isOurFault = answer.status === 429 || answer.status >= 500;
      failures = isOurFault ? failures + 1 : 0;
      if (!answer.ok) return !isOurFault;
      const body = await answer.json();
      return String(body.v ?? body) !== known;
    } catch {
      failures += 1;
      return false;
    }
  };
  timer = setTimeout(poll, 1000 * pace);
  // Polls at once when the user returns to the page.
  addEventListener("visibilitychange", () => document.hidden || poll());
  // A page with relative times is hydrated after some seconds (`data-rests`), so that the times are updated.
  if (rests) setInterval(() => isHydrated() || document.hidden || startHydration(), 1000 * rests);
})
