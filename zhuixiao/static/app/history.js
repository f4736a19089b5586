// <form data-history>: the dates from and to appear when the period "from … to …" is chosen.
import { each } from "./page.js";

each("form[data-history]", (form) => {
  const dates = form.querySelector("[data-history-dates]");
  form.elements.range.addEventListener("change", () => (dates.hidden = form.elements.range.value !== "other"));
});
