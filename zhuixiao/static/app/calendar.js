// [data-calendar]: drag what carries data-kind and data-id to another [data-day] (to another hour where data-timed);
// a click on an empty place opens the form of a new event there. The keyboard opens the item and edits its date.
import { openDialog } from "./dialogs.js";

let held = null;

const half = (minutes) => Math.max(0, Math.floor(minutes / 30) * 30);
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The time of a place in a day's column, to the half hour; empty in a place without hours. */
function timeAt(day, y) {
  if (!("timed" in day.dataset)) return "";
  const first = Number(day.closest("[data-calendar]").dataset.firstHour);
  const hours = Number(day.dataset.timed);
  const box = day.getBoundingClientRect();
  const minutes = half(((y - box.top) / box.height) * hours * 60);
  return clock(Math.min(first * 60 + minutes, 23 * 60 + 30));
}

document.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.("[data-calendar] [data-kind]");
  if (!item) return;
  held = { item, offset: event.clientY - item.getBoundingClientRect().top };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.textContent.trim());
  item.classList.add("is-dragged");
});

document.addEventListener("dragend", () => {
  held?.item.classList.remove("is-dragged");
  document.querySelectorAll(".is-over").forEach((day) => day.classList.remove("is-over"));
  held = null;
});

document.addEventListener("dragover", (event) => {
  const day = held && event.target.closest?.("[data-calendar] [data-day]");
  document.querySelectorAll(".is-over").forEach((other) => other !== day && other.classList.remove("is-over"));
  if (!day) return;
  event.preventDefault();
  day.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const day = held && event.target.closest?.("[data-calendar] [data-day]");
  if (!day) return;
  event.preventDefault();
  const calendar = day.closest("[data-calendar]");
  const { kind, id } = held.item.dataset;
  const values = { kind, id, day: day.dataset.day, time: timeAt(day, event.clientY - held.offset + 1) };
  window.htmx.ajax("POST", calendar.dataset.moveUrl, { source: calendar, target: calendar, swap: "none", values });
});

document.addEventListener("click", (event) => {
  const day = event.target.closest?.("[data-calendar] [data-day]");
  if (!day || event.target.closest("a, button") || window.getSelection()?.toString()) return;
  const time = timeAt(day, event.clientY);
  const url = day.closest("[data-calendar]").dataset.newUrl;
  openDialog(`${url}?on=${day.dataset.day}${time && `&at=${time}`}`);
});
