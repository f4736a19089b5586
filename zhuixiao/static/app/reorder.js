// A list that is ordered by dragging or with the arrow keys:
// <ol data-reorder="/url/"><li data-id="7"><button type="button" data-grip>…</button></li></ol>
// The new order is POSTed to the url as id=7&id=3…; the page says so when it fails.
import { later } from "./page.js";

let dragged = null;

const list = (item) => item.closest("[data-reorder]");

const save = later(400, (element) => {
  const ids = Array.from(element.children, (item) => item.dataset.id).filter(Boolean);
  htmx.ajax("POST", element.dataset.reorder, { values: { id: ids }, swap: "none" });
});

function place(item, y) {
  const others = Array.from(list(item).children).filter((other) => other !== item);
  const next = others.find((other) => {
    const box = other.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (next !== item.nextElementSibling) list(item).insertBefore(item, next ?? null);
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  dragged = grip.closest("[data-id]");
  dragged.classList.add("is-dragged");
});

document.addEventListener("pointermove", (event) => dragged && place(dragged, event.clientY));

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    save(list(dragged));
    dragged = null;
  });
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const item = grip.closest("[data-id]");
  if (event.key === "ArrowUp") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  grip.focus();
  save(list(item));
});
