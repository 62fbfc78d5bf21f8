// A page that sleeps wakes when somebody touches it. The server puts this into the page, and the names of what to fetch after it.
((js, wasm, scripts, binaries) => {
  const touches = ["pointerdown", "keydown", "click"];
  const presses = [];

  // Buttons that need scripts are pressed again, in order, once the page is awake. Half awake it might hear them already: once is enough.
  const press = (event) => {
    const button = event.target.closest?.(".needs-scripts");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    presses.push(button);
  };

  // Everything is asked for at once: what fetches what is known beforehand.
  const fetchAll = () => {
    const { nonce } = document.querySelector("script[nonce]");
    const ahead = (href, options) => document.head.append(Object.assign(document.createElement("link"), { href, nonce }, options));
    for (const file of [js, ...scripts]) ahead(file, { rel: "modulepreload" });
    for (const file of [wasm, ...binaries]) ahead(file, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous" });
  };

  const wake = async (event) => {
    for (const touch of touches) removeEventListener(touch, wake, true);
    addEventListener("click", press, true);
    if (event.type === "click") press(event);
    try {
      fetchAll();
      const { default: start, hydrate } = await import(js);
      await start({ module_or_path: wasm });
      await hydrate();
    } catch (error) {
      // Away from the network for a moment: the next touch tries again.
      console.warn(error);
      presses.length = 0;
      for (const touch of touches) addEventListener(touch, wake, true);
    }
    removeEventListener("click", press, true);
    for (const button of presses.splice(0)) button.click();
  };
  for (const touch of touches) addEventListener(touch, wake, true);

  // A form that is on its way is not sent once more by a second press, also where the page wakes in between.
  let sent;
  addEventListener("submit", (event) => {
    const form = event.target;
    const sends = form.action + " " + new URLSearchParams(new FormData(form, event.submitter));
    if (sent === sends) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent = sends;
    if (form.matches("[action='/language'], [action='/theme']")) keep();
    // The page that is awake sends it itself, and knows when it may be sent again.
    setTimeout(() => { if (event.defaultPrevented) sent = undefined; });
    setTimeout(() => { if (sent === sends) sent = undefined; }, 5000);
  }, true);
  addEventListener("pageshow", () => { sent = undefined; });

  // Another language and other colours are a new document: what was typed is there again, but for secrets. What is ticked has
  // no text of its own.
  const fields = () => document.querySelectorAll("main :is(input, textarea):not([type=hidden], [type=checkbox], [type=radio], [type=password], [autocomplete*=password], [autocomplete=one-time-code])");
  const kept = "typed";
  const keep = () => {
    try {
      sessionStorage.setItem(kept, JSON.stringify([location.pathname, [...fields()].map((field) => [field.name, field.value])]));
    } catch {}
  };
  try {
    const [path, typed] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    sessionStorage.removeItem(kept);
    const values = new Map(path === location.pathname ? typed : []);
    for (const field of fields()) field.value = values.get(field.name) ?? field.value;
  } catch {}
})
