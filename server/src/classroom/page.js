// The script of the start page and of the check page. Both pages work without it.
(() => {
  const main = document.querySelector("main");
  const { state } = main.dataset;
  if (state) {
    const help = document.querySelector("details");
    const kept = JSON.parse(sessionStorage.getItem("start"));
    sessionStorage.removeItem("start");
    if (kept) {
      help.open = kept.open;
      scrollTo(0, kept.top);
    }
    let failures = 0;
    setInterval(async () => {
      const response = await fetch("/start/state").catch(() => null);
      // After a new start, the program does not know this browser: it answers 403, and opens another page.
      failures = response?.ok ? 0 : response?.status === 403 ? 3 : failures + 1;
      const isClosed = failures >= 3;
      for (const part of main.children) part.hidden = isClosed !== (part.id === "closed");
      // Loads the page again when it would show something new: a device has come through, the network has changed.
      if (response?.ok && (await response.text()) !== state) {
        sessionStorage.setItem("start", JSON.stringify({ open: help.open, top: scrollY }));
        location.reload();
      }
    }, 2000);
  }
  const clock = document.getElementById("clock");
  if (clock) {
    // Compares the clock of this device with that of the computer.
    fetch(`/check/clock?at=${Date.now()}`, { method: "POST" })
      .then((response) => (response.ok ? response.text() : ""))
      .then((text) => (clock.textContent = text));
  }
})();
