// Handles the forms of a page that is not hydrated: blocks repeated presses, marks typed fields, restores typed values.
(() => {
  // A second press does not send a form again, even if the page is hydrated between the presses.
  let sent;
  addEventListener("submit", (event) => {
    const form = event.target;
    // A form with this method only closes a dialog.
    if (form.method === "dialog") return;
    const content = form.action + " " + new URLSearchParams(new FormData(form, event.submitter));
    if (sent === content) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent = content;
    if (form.matches("[action='/language'], [action='/theme']")) storeTyped();
    // If the page is hydrated, the page itself sends the form and decides when the form may be sent again.
    setTimeout(() => { if (event.defaultPrevented) sent = undefined; });
    setTimeout(() => { if (sent === content) sent = undefined; }, 5000);
  }, true);
  addEventListener("pageshow", () => { sent = undefined; });

  // Marks fields that the user has typed into. When the page is hydrated, it sends a typed code, but not a code that
  // the browser has restored.
  addEventListener("input", (event) => { event.target.dataset.typedHere = ""; }, true);

  // The language and theme menus load a new document. The new document restores the typed values, except secrets,
  // checkboxes and radio buttons.
  const fields = () => document.querySelectorAll("main :is(input, textarea):not([type=hidden], [type=checkbox], [type=radio], [type=password], [autocomplete*=password], [autocomplete=one-time-code])");
  const STORAGE_KEY = "typed";
  const storeTyped = () => {
    try {
      sessionStorage.setItem(STORAGE_KEY, JSON.stringify([location.pathname, [...fields()].map((field) => [field.name, field.value])]));
    } catch {}
  };
  try {
    const [path, typed] = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "[]");
    sessionStorage.removeItem(STORAGE_KEY);
    const values = new Map(path === location.pathname ? typed : []);
    for (const field of fields()) field.value = values.get(field.name) ?? field.value;
  } catch {}
})
