// Hydrates the page at the first touch, or when `before_hydration.js` calls the returned function `startHydration`. The
// server writes this script into the page and passes the addresses of the files to fetch.
((js, wasm, scripts, binaries) => {
  const touches = ["pointerdown", "keydown", "click"];
  const replayed = [];
  let isStarted = false;

  // Clicks that only a hydrated page can handle are stopped here and repeated in order after hydration. Clicks during
  // hydration are stopped too: otherwise a handler that is already attached would run twice, for the click and for its
  // repetition.
  const holdClick = (event) => {
    const target = event.target.closest?.("a, button");
    if (!target?.closest(".needs-scripts, [type=button], [role=button], [aria-haspopup=dialog]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    replayed.push(target);
  };

  // Requests all files at once, because their dependencies are known in advance.
  const fetchAll = () => {
    const { nonce } = document.querySelector("script[nonce]");
    const preload = (href, options) => document.head.append(Object.assign(document.createElement("link"), { href, nonce }, options));
    for (const file of [js, ...scripts]) preload(file, { rel: "modulepreload" });
    for (const file of [wasm, ...binaries]) preload(file, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous" });
  };

  const startHydration = async (event) => {
    if (isStarted) return;
    isStarted = true;
    for (const touch of touches) removeEventListener(touch, startHydration, true);
    addEventListener("click", holdClick, true);
    if (event?.type === "click") holdClick(event);
    try {
      fetchAll();
      const { default: start, hydrate } = await import(js);
      await start({ module_or_path: wasm });
      await hydrate();
    } catch (error) {
      // If the network was lost only for a moment, the next touch can hydrate the page.
      console.warn(error);
      isStarted = false;
      replayed.length = 0;
      for (const touch of touches) addEventListener(touch, startHydration, true);
    }
    removeEventListener("click", holdClick, true);
    for (const target of replayed.splice(0)) target.click();
  };
  for (const touch of touches) addEventListener(touch, startHydration, true);
  return startHydration;
})
