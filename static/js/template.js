// The editor of e-mails: puts tags and links where the cursor is. Saving while typing is htmx.

function put(area, text, isBlock) {
  const { value } = area;
  // A block goes below the line of the cursor, never into the middle of it.
  const end = value.indexOf("\n", area.selectionEnd);
  const from = isBlock ? (end < 0 ? value.length : end) : area.selectionStart;
  const to = isBlock ? from : area.selectionEnd;
  const before = value.slice(0, from);
  const gap = isBlock && before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  const after = isBlock ? "\n\n" : "";
  area.focus();
  area.setRangeText(gap + text + after, from, to, "end");
  select(area, from + gap.length, text);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What is to be written next is selected: the default of a tag, else the address.
function select(area, start, text) {
  const empty = text.indexOf('""');
  const address = text.indexOf("https://)");
  if (empty >= 0) area.setSelectionRange(start + empty + 1, start + empty + 1);
  else if (address >= 0) area.setSelectionRange(start + address, start + address + 8);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-put]");
  if (button) put(document.getElementById(button.dataset.put), button.dataset.text, "block" in button.dataset);
});

document.addEventListener("change", (event) => {
  const menu = event.target.closest("select[data-put]");
  if (!menu?.value) return;
  event.stopPropagation();
  put(document.getElementById(menu.dataset.put), menu.value, false);
  menu.value = "";
});
