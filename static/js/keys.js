// Single keys. Each clicks a visible element, so mouse, touch, keyboard and tests share one path:
// data-key="v" on a button or link; data-goto="l" after g; data-row for j, k, o, x; data-key-select="m" on a select;
// data-row-key="+" on a button of the row that the cursor is on.

const root = document.documentElement;
const GO_MS = 1200;
let going = 0;

const isOn = () => root.dataset.keys !== "off";
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.ariaDisabled !== "true";
const isTyping = (target) => target.isContentEditable || (target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") ?? false);

// A dialog hides the page from the keys as it does from the mouse, and so does what pops up over it.
function scope() {
  return document.querySelector("dialog[open], [popover]:popover-open") ?? document;
}

// What is seen goes before what a closed menu holds: C is the page's own "create" where there is one.
function find(attribute, key) {
  const all = [...scope().querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`)];
  return all.find(isSeen) ?? all.find((element) => element.closest("details.menu:not([open])"));
}

function press(element) {
  if (element.matches("input[type=radio], input[type=checkbox]")) element.focus();
  else if (element.matches("input, textarea, select")) { element.focus(); return; }
  element.click();
}

// --- rows -------------------------------------------------------------------------------------------------------------
const rows = () => [...document.querySelectorAll("[data-row]")].filter(isSeen);
const current = () => document.querySelector("[data-row].cursor") ?? document.activeElement?.closest?.("[data-row]");

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("cursor", row === next));
  (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const ROW_KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => { const link = current()?.querySelector("a[href]"); link?.click(); return Boolean(link); },
  x: () => { const pick = current()?.querySelector("[data-pick]"); pick?.click(); return Boolean(pick); },
  m: () => { const select = current()?.querySelector("[data-key-select=m]"); select?.focus(); return Boolean(select); },
  e: () => { const edit = document.activeElement?.closest?.("dl > div")?.querySelector(".edit"); edit?.click(); return Boolean(edit); },
};

// --- one key ------------------------------------------------------------------------------------------------------------
function handle(key) {
  if (going > Date.now()) {
    going = 0;
    const link = find("data-goto", key);
    if (link) { link.click(); return true; }
  }
  if (key === "g" && document.querySelector("[data-goto]")) { going = Date.now() + GO_MS; return true; }
  if (key === "/") {
    const field = document.querySelector("[data-search]");
    field?.click();  // opens the palette where there is one
    if (scope() === document) { field?.focus(); field?.select(); }
    return Boolean(field);
  }
  const element = find("data-key", key);
  if (element) { press(element); return true; }
  const own = scope() === document && current()?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (own && isSeen(own)) { own.click(); return true; }
  return scope() === document && ROW_KEYS[key] ? ROW_KEYS[key]() : false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    else if (scope() === document) document.querySelector("[data-back]")?.click();
    return;
  }
  if (!isOn() || isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (handle(key)) event.preventDefault();
});

// --- the list of keys: what this page offers now --------------------------------------------------------------------------
function listKeys() {
  const help = document.getElementById("keys-help");
  const list = help?.querySelector("[data-keys-here]");
  if (!list) return;
  const seen = new Set(["?"]);
  list.replaceChildren();
  document.querySelectorAll("main [data-key], .top [data-key]").forEach((element) => {
    const key = element.dataset.key;
    if (seen.has(key) || !(isSeen(element) || element.closest("details.menu"))) return;
    seen.add(key);
    const line = document.createElement("div"), dt = document.createElement("dt"), kbd = document.createElement("kbd"), dd = document.createElement("dd");
    kbd.textContent = key.length === 1 ? key.toUpperCase() : key;
    dd.textContent = element.getAttribute("aria-label") ?? label(element);
    dt.append(kbd);
    line.append(dt, dd);
    list.append(line);
  });
  list.closest("section").hidden = seen.size === 1;
  help.querySelector("[data-keys-list]").hidden = rows().length === 0;
  help.querySelector("[data-keys-select]").hidden = !document.querySelector("[data-pick]");
}

function label(element) {
  const source = element.matches("input, select, textarea") ? element.labels?.[0] ?? element : element;
  const copy = source.cloneNode(true);
  copy.querySelectorAll("kbd, .vh, .count").forEach((part) => part.remove());
  return copy.textContent.trim();
}

document.addEventListener("click", (event) => { if (event.target.closest('[data-dialog="keys-help"]')) listKeys(); }, true);
