// Runs on every page: blocks repeated presses, prints, presses links with the space bar, restores entered text, shows the
// network notice, stores the time zone.
(() => {
  // A second press does not send a form again.
  let sent;
  addEventListener("submit", (event) => {
    const form = event.target;
    // A form with this method only closes a dialog.
    if (form.method === "dialog") return;
    // A press right after the last digit can meet the page that already shows the answer. An empty code would replace
    // the answer by "a code has six digits".
    const code = form.elements.code;
    if (code?.value.trim() === "" && !form.elements.passkey?.value && form.querySelector("[role=alert]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      code.focus();
      return;
    }
    const content = form.action + " " + new URLSearchParams(new FormData(form, event.submitter));
    if (sent === content) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent = content;
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    // Until the answer comes, islands do not load the page again (`browser.rs`): that would discard the answer.
    document.documentElement.dataset.sending = "";
    const release = () => {
      sent = undefined;
      button?.removeAttribute("aria-busy");
      delete document.documentElement.dataset.sending;
    };
    if (form.matches("[action='/language'], [action='/theme']")) storeTyped();
    // `defaultPrevented`: an island sends the form itself and decides when the form can be sent again.
    setTimeout(() => event.defaultPrevented && release());
    setTimeout(() => sent === content && release(), 5000);
    addEventListener("pageshow", release, { once: true });
  }, true);

  addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });

  // The space bar presses a link with the role of a button, as it presses a button, and does not scroll the page.
  addEventListener("keydown", (event) => {
    const link = event.key === " " && event.target.closest?.("a[role=button]");
    if (!link) return;
    event.preventDefault();
    if (!event.repeat) link.click();
  });

  // Marks fields that the user has changed. A code field sends a code that the user entered before it was hydrated, but
  // not a code that the browser has restored.
  addEventListener("input", (event) => { event.target.dataset.typedHere = ""; }, true);

  // The language and theme menus load a new document, and so do islands when the teacher has changed the class
  // (`browser.rs`). The new document restores what the user has entered, and the focus, but no secrets and checkboxes.
  const fields = () => [...document.querySelectorAll("main :is(input, textarea):not([type=hidden], [type=checkbox], [type=password], [autocomplete*=password], [autocomplete=one-time-code])")];
  const STORAGE_KEY = "typed";
  const storeTyped = () => {
    try {
      const typed = fields().filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, field.value]);
      sessionStorage.setItem(STORAGE_KEY, JSON.stringify([location.pathname, typed, fields().indexOf(document.activeElement)]));
    } catch {}
  };
  addEventListener("reloads", storeTyped);
  try {
    const [path, typed, focused] = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "[]");
    sessionStorage.removeItem(STORAGE_KEY);
    const values = new Map(path === location.pathname ? typed : []);
    for (const field of fields().filter((field) => values.has(field.name))) {
      const value = values.get(field.name);
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    const field = values.size && fields()[focused];
    field?.focus?.();
    field?.setSelectionRange?.(field.value.length, field.value.length);
  } catch {}

  // The notice that the network is lost, and for a moment that it is back.
  const [away, back] = ["network-away", "network-back"].map((id) => document.getElementById(id));
  const network = ({ type }) => {
    back.hidden = type === "offline" || away.hidden;
    away.hidden = type === "online";
    if (!back.hidden) setTimeout(() => { back.hidden = true; }, 4000);
  };
  addEventListener("offline", network);
  addEventListener("online", network);
  if (!navigator.onLine) network({ type: "offline" });

  // At the first visit the server guesses the time zone. The cookie tells the server the real one, and a page that shows
  // times is loaded again. If the browser refuses cookies, the page stays.
  const offset = `utc_offset=${-new Date().getTimezoneOffset()}`;
  if (`utc_offset=${document.documentElement.dataset.utcOffset}` === offset) return;
  document.cookie = `${offset}; Path=/; Max-Age=31536000; SameSite=Lax`;
  if (document.querySelector("main time") && document.cookie.split("; ").includes(offset)) location.reload();
})
