// The script of the start page and of the check page. Both pages work without it.
(() => {
  const { state } = document.querySelector("main").dataset;
  if (state) {
    // Loads the start page again when it would show something new: a device has come through, the network has changed.
    setInterval(async () => {
      const response = await fetch("/start/state").catch(() => null);
      if (response?.ok && (await response.text()) !== state) location.reload();
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
