/* Event mode: what is entered stays on the device until the server has said that it is stored. docs/forms.md. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-store]");
  const state = document.getElementById("state");
  const store = form.dataset.store;
  const AGAIN = 5000;
  let busy = false, full = false, away = false, kept = "", timer = 0;

  function read() {
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return []; }
  }

  function write(entries) {
    try { localStorage.setItem(store, JSON.stringify(entries)); } catch { return false; }
    return true;
  }

  function show() {
    const entries = read(), waiting = entries.filter((one) => !one.refused).length, refused = entries.length - waiting;
    const say = (name, count) => state.dataset[name].replace("#", count);
    const parts = [kept, waiting === 0 ? say("none") : say(waiting === 1 ? "one" : "many", waiting)];
    /* Browsers say that they are on-line where there is no way out; the last attempt knows. */
    if (away || !navigator.onLine) parts.push(say("offline"));
    if (refused) parts.push(say("refused", refused));
    if (full) parts.push(say("full"));
    state.textContent = parts.filter(Boolean).join(" ");
  }

  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function entered() {
    const found = {}, data = new FormData(form);
    for (const name of new Set(data.keys())) {
      const values = data.getAll(name).filter((value) => value !== "");
      if (values.length) found[name] = values.length > 1 ? values : values[0];
    }
    return JSON.stringify({ ...found, _version: form.dataset.version, occurred_at: new Date().toISOString() });
  }

  function keep(event) {
    event.preventDefault();
    full = !write([...read(), { key: newKey(), body: entered() }]);
    kept = "";
    if (!full) {
      form.reset();
      kept = form.dataset.kept + ".";
      form.querySelector("input, textarea, select").focus();
      setTimeout(() => { kept = ""; show(); }, 4000);
    }
    show();
    send();
  }

  function settle(key, refused) {
    /* Another tab may have added entries meanwhile. */
    write(read().flatMap((one) => (one.key !== key ? [one] : refused ? [{ ...one, refused }] : [])));
    show();
  }

  async function sendAll() {
    /* Read anew each time: entries are added meanwhile. */
    for (let next; (next = read().find((one) => !one.refused));) {
      const { key, body } = next;
      let answer;
      try {
        answer = await fetch(location.pathname, {
          method: "POST", body, headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        });
      } catch {
        away = true;
        return AGAIN;
      }
      away = false;
      if (answer.ok) settle(key);
      else if (answer.status === 429) return 1000 * (Number(answer.headers.get("Retry-After")) || 60);
      else if (answer.status >= 500) return AGAIN;
      else settle(key, answer.status);
    }
    return AGAIN;
  }

  async function send() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    let wait = AGAIN;
    const work = async (lock) => { if (lock !== null) wait = await sendAll(); };
    try {
      await (navigator.locks ? navigator.locks.request(store, { ifAvailable: true }, work) : work());
    } finally {
      busy = false;
      timer = setTimeout(send, wait);
      show();
    }
  }

  /* A browser must not offer one visitor's details to the next. */
  for (const field of form.querySelectorAll("[autocomplete]")) field.autocomplete = "off";
  form.addEventListener("submit", keep);
  addEventListener("online", send);
  addEventListener("offline", show);
  addEventListener("storage", show);
  show();
  send();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(location.pathname + form.dataset.worker);
}());
