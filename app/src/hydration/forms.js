// Handles the forms of a page that is not hydrated: blocks repeated presses, marks changed fields, restores entered
// text.
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
    // `defaultPrevented`: the page is hydrated, so it sends the form itself and decides when the form can be sent
    // again.
    setTimeout(() => { if (event.defaultPrevented) sent = undefined; });
    setTimeout(() => { if (sent === content) sent = undefined; }, 5000);
  }, true);
  addEventListener("pageshow", () => { sent = undefined; });

  // Marks fields that the user has changed. When the page is hydrated, it sends a code that the user has entered, but
  // not a code that the browser has restored.
  addEventListener("input", (event) => { event.target.dataset.typedHere = ""; }, true);

  // The language and theme menus load a new document. The new document restores the text that the user has entered, but
  // no secrets, checkboxes and radio buttons.
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
