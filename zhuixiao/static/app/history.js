// <form data-history>: the dates from and to appear when the period "from … to …" is chosen, in the select "range"
// or in one with data-range.
import { each } from "./page.js";

each("form[data-history]", (form) => {
  const dates = form.querySelector("[data-history-dates]");
  const range = form.elements.range ?? form.querySelector("[data-range]");
  range.addEventListener("change", () => (dates.hidden = range.value !== "other"));
});
