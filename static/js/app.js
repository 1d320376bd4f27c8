// What every page does beyond plain HTML: toasts, menus, dialogs, focus after a swap, clocks that run.
// Nothing here is needed to use a page; without scripts every link and form still works.

const live = document.getElementById("live");
const toasts = document.getElementById("toasts");
const TOAST_MS = 10_000;

function announce(text) {
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

// --- toasts: leave after ten seconds, but not while somebody looks at them -------------------------------------
function arm(toast) {
  if (toast.dataset.armed) return;
  toast.dataset.armed = "1";
  let timer;
  const wait = () => { timer = setTimeout(() => toast.remove(), TOAST_MS); };
  const hold = () => clearTimeout(timer);
  const release = () => { hold(); if (!toast.matches(":hover") && !toast.contains(document.activeElement)) wait(); };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", release);
  toast.addEventListener("focusout", () => setTimeout(release, 0));
  wait();
}

function armAll() {
  toasts?.querySelectorAll("[data-toast]").forEach(arm);
}

function complain(text) {
  if (!toasts || !text) return;
  const toast = document.createElement("div");
  toast.className = "toast error";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  toasts.append(toast);
  arm(toast);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
  if (event.target.closest("[data-print]")) print();
});

// --- menus: one open at a time, closed by Esc or a click elsewhere ---------------------------------------------
function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(except)) menu.open = false; });
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopImmediatePropagation();
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.filter-menu[open]")) event.target.querySelector("input:not([type=hidden]), select")?.focus();
}, true);

// --- dialogs: a button opens one that is there; a fragment put into #dialog opens it ------------------------------
let opener = null;

function open(dialog, from) {
  if (!dialog || dialog.open) return;
  opener = from || document.activeElement;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dialog]");
  if (button) open(document.getElementById(button.dataset.dialog), button);
  if (event.target instanceof HTMLDialogElement) event.target.close();
});
document.querySelectorAll("dialog").forEach((dialog) => dialog.addEventListener("close", () => {
  if (opener?.isConnected) opener.focus();
  opener = null;
  if (dialog.id === "dialog") dialog.replaceChildren();
}));
document.addEventListener("dialog:close", () => document.getElementById("dialog")?.close());

// --- selection: all of the page, a range with Shift, a bar that shows what is chosen ------------------------------
let lastPick = null;

function showSelection() {
  const picks = [...document.querySelectorAll("[data-pick]")];
  const chosen = picks.filter((pick) => pick.checked).length;
  document.querySelectorAll("[data-bulk]").forEach((bar) => { bar.hidden = chosen === 0; });
  const matching = document.querySelector("[data-pick-matching]");
  if (matching && !chosen) matching.checked = false;
  const count = matching?.checked ? matching.dataset.pickMatching : String(chosen);
  document.querySelectorAll("[data-bulk-count]").forEach((place) => { place.textContent = count; });
  document.querySelectorAll("[data-pick-all]").forEach((all) => {
    all.checked = chosen > 0 && chosen === picks.length;
    all.indeterminate = chosen > 0 && chosen < picks.length;
  });
}

document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick && event.shiftKey && lastPick?.isConnected) {
    const picks = [...document.querySelectorAll("[data-pick]")];
    const [from, to] = [picks.indexOf(lastPick), picks.indexOf(pick)].sort((a, b) => a - b);
    picks.slice(from, to + 1).forEach((other) => { other.checked = pick.checked; });
  }
  if (pick) lastPick = pick;
  if (event.target.closest("[data-pick-none]")) pickNone();
  else if (pick) showSelection();
});

function pickNone() {
  document.querySelectorAll("[data-pick]").forEach((one) => { one.checked = false; });
  showSelection();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !document.querySelector("[data-pick]:checked")) return;
  if (document.querySelector("dialog[open]") || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  pickNone();
  event.stopImmediatePropagation();
});
document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-pick-matching]")) showSelection();
  if (target.matches("[data-pick-all]")) {
    document.querySelectorAll("[data-pick]").forEach((pick) => { pick.checked = target.checked; });
    showSelection();
  }
  if (target.matches("select[data-submit], input[data-submit]")) target.form?.requestSubmit();
});

// --- copy: a button puts the text of another element on the clipboard ---------------------------------------------
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source?.value ?? source?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text.trim());
    announce(button.dataset.copied);
    button.classList.add("done");
  } catch {
    getSelection()?.selectAllChildren(source);  // plain http has no clipboard: select it, so that Ctrl+C works
  }
});

// --- clocks: time left, counted by the reader's machine between two loads -------------------------------------------
function lasting(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3600), minutes = Math.floor((seconds % 3600) / 60);
  return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
}

function tick() {
  if (document.hidden) return;
  document.querySelectorAll(".clock:not(.late) > time").forEach((time) => {
    const left = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (left <= 0) time.closest(".clock").classList.add("late");
    else if (left < 86_400) time.textContent = lasting(left);
  });
}
setInterval(tick, 5000);

// --- htmx: say what changed, keep the focus, and never fail in silence ----------------------------------------------
let focusId = "";

function settle(root) {
  armAll();
  showSelection();
  const alarm = root.querySelector?.("[data-focus]");
  const field = root.querySelector?.("[data-autofocus] :is(input:not([type=hidden]), select, textarea)");
  if (alarm) alarm.focus();
  else if (field) { field.focus(); field.select?.(); }
  else if (document.activeElement === document.body && focusId) document.getElementById(focusId)?.focus();
}

// A menu that is drawn anew while it is open stays open.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target.matches("details.menu[open]")) return;
  const { id } = detail.target;
  setTimeout(() => { document.getElementById(id)?.setAttribute("open", ""); }, 50);
});
document.addEventListener("htmx:beforeRequest", (event) => { focusId = event.detail.elt.id || event.detail.target?.id || ""; });
document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target.id === "dialog" && target.childElementCount) open(target, requestConfig?.elt);
});
document.addEventListener("htmx:afterSettle", (event) => {
  settle(event.detail.target.isConnected ? event.detail.target : document.getElementById(event.detail.target.id) || document);
  announce(event.detail.xhr?.getResponseHeader("X-Announce") && decodeURIComponent(event.detail.xhr.getResponseHeader("X-Announce")));
});
document.addEventListener("htmx:oobAfterSwap", armAll);
document.addEventListener("htmx:responseError", () => { missed = ""; complain(toasts?.dataset.failed); });
document.addEventListener("htmx:sendError", () => { missed = ""; complain(toasts?.dataset.offline); });
document.addEventListener("htmx:timeout", () => complain(toasts?.dataset.offline));

// What is clicked in an outline that is being saved is clicked again once it is drawn anew: its place is gone by then.
let missed = "";
document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb, path } = event.detail;
  if (verb !== "get" || !elt.closest("#outline")?.querySelector("form.htmx-request")) return;
  event.preventDefault();
  missed = path;
});
document.addEventListener("htmx:afterSettle", () => {
  const path = missed;
  missed = "";
  if (path) document.querySelector(`#outline [hx-get="${path}"]`)?.click();
});

// A session that ended answers a fragment with the sign-in page: show it whole, and come back here afterwards.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!/\/accounts\/login\//.test(event.detail.xhr.responseURL)) return;
  event.detail.shouldSwap = false;
  location.reload();
});

// --- a form is sent once: a second click within five seconds does nothing (the server refuses doubles too) ----------
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (Date.now() - Number(form.dataset.sent ?? 0) < 5000) event.preventDefault();
  else form.dataset.sent = String(Date.now());
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Esc leaves a line that is being edited.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const cancel = event.target.closest?.("form")?.querySelector("[data-cancel]");
  if (cancel) { event.stopImmediatePropagation(); cancel.click(); }
});

settle(document);
announce([...document.querySelectorAll("#toasts p")].map((p) => p.textContent).join(" "));
