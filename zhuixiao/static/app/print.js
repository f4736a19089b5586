// <button data-print hidden>: prints the page; shown where JavaScript runs.
import { each } from "./page.js";

each("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
