// Hydrates the islands of the page when the browser is idle, or at the first touch if that comes first. The server writes
// this script into every page and passes the addresses of the program, of its loader for modules, and of the modules by
// the names of their islands.
((js, loader, wasm, modules) => {
  const islands = document.querySelectorAll("leptos-island");
  if (!islands.length) return;
  const touches = ["pointerdown", "keydown", "click"];
  const replayed = [];
  let isStarted = false;

  // Requests all files at once, because their dependencies are known. The promise is rejected if one of them cannot be
  // loaded: an island whose module is missing would never answer.
  const lost = new Promise((_, reject) => {
    const request = (href, options) => {
      const link = Object.assign(document.createElement("link"), { href }, options);
      link.onerror = () => reject(new Error(href));
      document.head.append(link);
    };
    for (const script of [js, loader]) request(script, { rel: "modulepreload" });
    const preload = { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous" };
    request(wasm, preload);
    // The program comes first: islands without a module of their own need nothing else.
    const names = Array.from(islands, (island) => island.dataset.component.split("_")[0]);
    for (const module of new Set(names.flatMap((name) => modules[name] ?? []))) request(module, { ...preload, fetchPriority: "low" });
  });
  lost.catch(() => {});

  // Clicks that only a hydrated island can handle are stopped here and repeated in order after hydration. Clicks during
  // hydration are stopped too: otherwise a handler that is already attached would run twice, for the click and for its
  // repetition.
  const holdClick = (event) => {
    const target = event.target.closest?.("leptos-island :is([type=button], [role=button], [aria-haspopup=dialog], .needs-scripts)");
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    replayed.push(target);
  };

  // An island whose module is still loading does not delay the others.
  const hydrate = (program) => Promise.all(Array.from(islands, (island) => program[island.dataset.component](island)));

  const start = async (event) => {
    if (isStarted) return;
    isStarted = true;
    for (const touch of touches) removeEventListener(touch, start, true);
    addEventListener("click", holdClick, true);
    if (event?.type === "click") holdClick(event);
    try {
      const program = await import(js);
      await program.default({ module_or_path: wasm });
      program.hydrate();
      await Promise.race([hydrate(program), lost]);
      document.documentElement.dataset.hydrated = "";
    } catch (error) {
      // The page works as without scripts.
      console.warn(error);
    }
    removeEventListener("click", holdClick, true);
    for (const target of replayed.splice(0)) target.click();
  };

  for (const touch of touches) addEventListener(touch, start, true);
  (window.requestIdleCallback ?? setTimeout)(() => start());
})
