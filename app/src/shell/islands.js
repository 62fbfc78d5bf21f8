// Hydrates the islands of the page when the browser is idle, or at the first touch if that comes first. The server writes
// this script into every page and passes the addresses of the program, of its loader for modules, and of the modules by
// the names of their islands.
((js, loader, wasm, modules) => {
  const islands = Array.from(document.querySelectorAll("leptos-island"));
  if (!islands.length) return;
  // Islands that the page does not show, such as the practice phone on a narrow screen, come last: their modules would
  // delay what the user can touch. The elements of islands have no boxes, so the element around them is asked.
  // Safari before 17.4 cannot tell; there all islands are hydrated together.
  const isShown = (island) => island.closest(":not(leptos-island, leptos-children, .contents)")?.checkVisibility?.() ?? true;
  const shown = islands.filter(isShown);
  const hidden = islands.filter((island) => !shown.includes(island));
  const touches = ["pointerdown", "keydown", "click"];
  const replayed = [];
  let isStarted = false;
  let isUsable = false;

  // Requests files before the program asks for them, because their dependencies are known. The promise is rejected if one
  // of them cannot be loaded: an island whose module is missing would never answer.
  let fail;
  const lost = new Promise((_, reject) => { fail = reject; });
  lost.catch(() => {});
  const request = (href, options) => {
    const link = Object.assign(document.createElement("link"), { href }, options);
    link.onerror = () => fail(new Error(href));
    document.head.append(link);
  };
  const preload = { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous" };
  const requestModules = (islands) => {
    const names = islands.map((island) => island.dataset.component.split("_")[0]);
    for (const module of new Set(names.flatMap((name) => modules[name] ?? []))) request(module, { ...preload, fetchPriority: "low" });
  };
  // The browser has requested these three already (`Assets::island_preloads`). Here they are only watched.
  for (const script of [js, loader]) request(script, { rel: "modulepreload" });
  request(wasm, preload);
  // The program comes first: islands without a module of their own need nothing else.
  requestModules(shown);

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
  const hydrate = (program, islands) =>
    Promise.race([Promise.all(islands.map((island) => program[island.dataset.component](island))), lost]);

  const repeatClicks = () => {
    removeEventListener("click", holdClick, true);
    for (const target of replayed.splice(0)) target.click();
  };

  // The page becomes one without scripts: `style/base.css` hides what needs islands. A page that would refresh without
  // scripts is loaded again after the same time, because its islands can be loaded then. What the user has typed stays.
  const showWithoutIslands = () => {
    const root = document.documentElement;
    root.dataset.islandsFailed = "";
    const refresh = document.querySelector("noscript")?.textContent.match(/"refresh" content="(\d+)/);
    if (!refresh) return;
    setInterval(() => {
      const isInUse = "sending" in root.dataset || document.querySelector("[data-typed-here]");
      if (navigator.onLine && !isInUse) location.reload();
    }, refresh[1] * 1000);
  };

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
      await hydrate(program, shown);
      isUsable = true;
      repeatClicks();
      requestModules(hidden);
      await hydrate(program, hidden);
      document.documentElement.dataset.hydrated = "";
    } catch (error) {
      console.warn(error);
      // If only hidden islands have failed, the user can operate everything that the page shows.
      if (!isUsable) showWithoutIslands();
      repeatClicks();
    }
  };

  for (const touch of touches) addEventListener(touch, start, true);
  // On a slow computer with many open pages a page is possibly never idle.
  (window.requestIdleCallback ?? setTimeout)(() => start(), { timeout: 5000 });
})
