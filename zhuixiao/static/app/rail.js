// The rail: narrow or wide on a desk, off-canvas on a phone.
import { store } from "./page.js";

const root = document.documentElement;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-rail-toggle]")) {
    const isNarrow = root.dataset.rail === "narrow";
    if (isNarrow) delete root.dataset.rail;
    else root.dataset.rail = "narrow";
    store.write("rail", isNarrow ? "wide" : "narrow");
  }
  if (event.target.closest("[data-rail-open]")) {
    root.classList.add("rail-open");
    document.querySelector("#rail a")?.focus();
  }
  if (event.target.closest("[data-rail-close]")) root.classList.remove("rail-open");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") root.classList.remove("rail-open");
});
