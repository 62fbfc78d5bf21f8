// A page sleeps until somebody touches it, or until something calls it (calls.js). The server puts this into the page, and the
// names of what to fetch after it. Comes to what wakes the page.
((js, wasm, scripts, binaries) => {
  const touches = ["pointerdown", "keydown", "click"];
  const presses = [];
  let wakes = false;

  // What only an awake page understands is pressed again, in order, once it is awake. Half awake it might hear it already: once is enough.
  const press = (event) => {
    const pressed = event.target.closest?.("a, button");
    if (!pressed?.closest(".needs-scripts, [type=button], [role=button], [aria-haspopup=dialog]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    presses.push(pressed);
  };

  // Everything is asked for at once: what fetches what is known beforehand.
  const fetchAll = () => {
    const { nonce } = document.querySelector("script[nonce]");
    const ahead = (href, options) => document.head.append(Object.assign(document.createElement("link"), { href, nonce }, options));
    for (const file of [js, ...scripts]) ahead(file, { rel: "modulepreload" });
    for (const file of [wasm, ...binaries]) ahead(file, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous" });
  };

  const wake = async (event) => {
    if (wakes) return;
    wakes = true;
    for (const touch of touches) removeEventListener(touch, wake, true);
    addEventListener("click", press, true);
    if (event?.type === "click") press(event);
    try {
      fetchAll();
      const { default: start, hydrate } = await import(js);
      await start({ module_or_path: wasm });
      await hydrate();
    } catch (error) {
      // Away from the network for a moment: the next touch tries again.
      console.warn(error);
      wakes = false;
      presses.length = 0;
      for (const touch of touches) addEventListener(touch, wake, true);
    }
    removeEventListener("click", press, true);
    for (const pressed of presses.splice(0)) pressed.click();
  };
  for (const touch of touches) addEventListener(touch, wake, true);
  return wake;
})
