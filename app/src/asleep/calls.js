// What a page that sleeps does by itself, and what wakes it though nobody has touched it.
((wake) => {
  const html = document.documentElement;
  const isAwake = () => html.hasAttribute("data-awake");

  // The server guesses the zone once; from then on it knows.
  const offset = String(-new Date().getTimezoneOffset());
  const isElsewhere = html.dataset.utcOffset !== offset;
  if (isElsewhere) document.cookie = `utc_offset=${offset}; Path=/; Max-Age=31536000; SameSite=Lax`;

  // A countdown, messages that come, times of another zone; a practice phone that shows its codes or has to forget them.
  const holds = (storage, key) => {
    try {
      return window[storage].getItem(key) !== null;
    } catch {
      return false;
    }
  };
  const lives = document.querySelector("[data-lives]") || (isElsewhere && document.querySelector("main time"));
  if (lives || holds("localStorage", "stepwise.phone") || holds("sessionStorage", "stepwise.seen")) wake();

  const network = (event) => {
    if (!isAwake()) document.getElementById("network-away").hidden = event.type === "online";
  };
  addEventListener("offline", network);
  addEventListener("online", network);

  // The class goes on meanwhile: a page that follows it asks whether there is anything new to what it knows. As patiently as
  // it does when it is awake (`board/live.rs`, `lesson/follow.rs`).
  const followed = document.querySelector("[data-follow]");
  if (!followed) return;
  const { follow, known, pace, news, rests } = followed.dataset;
  let failures = 0;
  let timer;
  const ask = async () => {
    clearTimeout(timer);
    if (isAwake()) return;
    if (!document.hidden && (await isBehind())) {
      if (news === "reload") return location.reload();
      wake();
    }
    timer = setTimeout(ask, 1000 * Math.min(30, pace * 2 ** failures) * (0.75 + Math.random() / 2));
  };
  const isBehind = async () => {
    try {
      const answer = await fetch(follow);
      const isOurFault = answer.status === 429 || answer.status >= 500;
      failures = isOurFault ? failures + 1 : 0;
      if (!answer.ok) return !isOurFault;
      const told = await answer.json();
      return String(told.v ?? told) !== known;
    } catch {
      failures += 1;
      return false;
    }
  };
  timer = setTimeout(ask, 1000 * pace);
  // Whoever looks again sees the truth at once.
  addEventListener("visibilitychange", () => document.hidden || ask());
  // What tells how long ago something was does not rest for long.
  if (rests) setInterval(() => isAwake() || document.hidden || wake(), 1000 * rests);
})
