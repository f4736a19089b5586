// [data-review]: the arrow keys walk from report to report, Enter opens one.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.("[data-review] td");
  if (!here || here !== event.target) return;
  if (event.key === "Enter" && here.dataset.href) location.assign(here.dataset.href);
  const step = STEPS[event.key];
  const row = step && here.closest("tbody").rows[here.parentElement.sectionRowIndex + step[0]];
  const next = row?.cells[here.cellIndex + step[1]];
  if (!next?.matches("td")) return;
  event.preventDefault();
  here.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});
