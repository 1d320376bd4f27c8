// Drag and drop for a board: dropping a card sets its select and submits its form, as the menu and the M key do.

let card = null;

const laneOf = (target) => target.closest?.("[data-lane]");
const clear = () => document.querySelectorAll(".lane.over").forEach((lane) => lane.classList.remove("over"));

document.addEventListener("dragstart", (event) => {
  card = event.target.closest?.("[data-card]");
  if (!card) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.id);
  card.classList.add("dragging");
});
document.addEventListener("dragover", (event) => {
  const lane = card && laneOf(event.target);
  if (!lane) return;
  event.preventDefault();
  clear();
  lane.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const lane = card && laneOf(event.target);
  if (!lane) return;
  event.preventDefault();
  const select = card.querySelector("[data-move] select");
  if (select.value === lane.dataset.lane) return;
  select.value = lane.dataset.lane;
  select.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("dragend", () => {
  clear();
  card?.classList.remove("dragging");
  card = null;
});

// One path: drag, menu and key all end here. The card goes at once; the answer is the truth.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-move]");
  if (!form) return;
  const moved = form.closest("[data-card]");
  const list = document.querySelector(`[data-lane="${CSS.escape(event.target.value)}"] > ul`);
  if (list && moved) list.prepend(moved);
  form.requestSubmit();
});
