// The palette: Ctrl/Cmd+K, `/` or a click on the search field of the top bar. htmx fetches what is found; this moves
// through it. What was opened last is remembered as kinds and ids alone; the server says what of it may still be seen.

const MOST = 12;
const dialog = document.getElementById("palette");
const input = document.getElementById("palette-text");
const results = document.getElementById("palette-results");
const options = () => [...results.querySelectorAll("[role=option]:not([aria-disabled=true])")];
let at = -1;

// --- what was opened last ---------------------------------------------------------------------------------------------
function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(dialog.dataset.store) ?? "[]");
    return Array.isArray(kept) ? kept.filter((word) => /^[a-z]+:\d+$/.test(word)) : [];
  } catch {
    return [];
  }
}

function remember() {
  const page = location.pathname.match(/^\/w\/[^/]+\/([a-z]+)\/(\d+)\/$/);
  if (!page) return;
  const here = `${page[1]}:${page[2]}`;
  try {
    localStorage.setItem(dialog.dataset.store, JSON.stringify([here, ...recent().filter((word) => word !== here)].slice(0, MOST)));
  } catch { /* a browser that keeps nothing shows nothing */ }
}

// --- moving -----------------------------------------------------------------------------------------------------------
function mark(index) {
  const all = options();
  at = all.length ? (index + all.length) % all.length : -1;
  all.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
  input.setAttribute("aria-expanded", String(all.length > 0));
  if (at < 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", all[at].id);
}

function show(text) {
  if (dialog.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.close());
  input.value = text ?? "";
  dialog.showModal();
  input.select();
  input.dispatchEvent(new CustomEvent("palette", { bubbles: true }));
}

function move(index) {
  mark(index);
  options()[at]?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  ArrowDown: () => move(at + 1),
  ArrowUp: () => move(at - 1),
  PageDown: () => move(Math.min(at + 5, options().length - 1)),
  PageUp: () => move(Math.max(at - 5, 0)),
};

if (dialog) {
  remember();
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (event.key === "Enter" && options()[at]) {
      event.preventDefault();
      const chosen = options()[at];
      if ((event.ctrlKey || event.metaKey) && chosen.href) window.open(chosen.href, "_blank", "noopener");
      else chosen.click();
    }
  });
  input.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.recent = recent().join(","); });
  results.addEventListener("htmx:afterSwap", () => { results.scrollTop = 0; mark(0); });
  results.addEventListener("mousemove", (event) => {
    const place = options().indexOf(event.target.closest("[role=option]"));
    if (place >= 0 && place !== at) mark(place);
  });
  // Before anybody else hears the click, so that a dialog that it opens is not closed again.
  results.addEventListener("click", (event) => { if (event.target.closest("[role=option]")) dialog.close(); }, true);
  dialog.querySelector("[data-palette-close]").addEventListener("click", () => dialog.close());
  document.addEventListener("click", (event) => {
    const field = event.target.closest("[data-search]");
    if (field) { event.preventDefault(); show(field.value); }
  });
}
