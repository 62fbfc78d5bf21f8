// What a page that sleeps does for its forms.
(() => {
  // A form that is on its way is not sent once more by a second press, also where the page wakes in between.
  let sent;
  addEventListener("submit", (event) => {
    const form = event.target;
    // It closes a dialog, and goes nowhere.
    if (form.method === "dialog") return;
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

  // The awake page sends a code by itself, also one that was typed before; not one that a browser has put there again.
  addEventListener("input", (event) => { event.target.dataset.typedHere = ""; }, true);

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
