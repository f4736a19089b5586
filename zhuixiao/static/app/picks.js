// <details data-picks="summary">: a ticked sentence stands in the text of that id, an unticked one does not. The text is
// what is sent; a sentence that was changed by hand counts as not taken.
import { each } from "./page.js";

const lines = (text) => text.value.split("\n").map((line) => line.trim()).filter(Boolean);

each("[data-picks]", (box) => {
  const text = document.getElementById(box.dataset.picks);
  const ticks = [...box.querySelectorAll("input")];
  const show = () => {
    const taken = new Set(lines(text));
    for (const tick of ticks) tick.checked = taken.has(tick.value);
  };
  box.addEventListener("change", (event) => {
    const rest = lines(text).filter((line) => line !== event.target.value);
    text.value = [...rest, ...(event.target.checked ? [event.target.value] : [])].join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("input", show);
  box.hidden = false;
  show();
});
