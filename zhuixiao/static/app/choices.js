// Groups that tick many people at once (kit/people_picker.html), chips that fill a date (kit/date_chips.html).
import { each } from "./page.js";

each("[data-people]", (picker) => {
  const boxes = [...picker.querySelectorAll("input[type=checkbox]")];
  const groups = [...picker.querySelectorAll("[data-people-ids]")];
  const members = (group) => {
    const ids = group.dataset.peopleIds.split(" ");
    return boxes.filter((box) => ids.includes(box.value));
  };
  const count = picker.querySelector("[data-people-count]");

  function update() {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked;
    count.hidden = !ticked;
    for (const group of groups) {
      const inside = members(group);
      const some = inside.filter((box) => box.checked).length;
      const isAll = some > 0 && some === inside.length;
      group.setAttribute("aria-pressed", isAll ? "true" : some ? "mixed" : "false");
    }
  }

  for (const group of groups) {
    group.addEventListener("click", () => {
      const isChosen = group.getAttribute("aria-pressed") === "true";
      members(group).forEach((box) => (box.checked = !isChosen));
      picker.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  picker.querySelector("[data-people-groups]")?.removeAttribute("hidden");
  picker.addEventListener("change", update);
  update();
});

each("[data-date-chips]", (chips) => {
  const input = document.getElementById(chips.dataset.dateChips);
  const buttons = [...chips.querySelectorAll("[data-value]")];
  if (!input) return;
  const update = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.value === input.value.slice(0, 10))));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      // A second press takes the date away again.
      const isOn = button.getAttribute("aria-pressed") === "true";
      input.value = isOn ? "" : button.dataset.value + (input.type === "datetime-local" ? "T09:00" : "");
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  input.addEventListener("change", update);
  update();
});
