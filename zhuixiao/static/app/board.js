// A board whose cards move between columns: dragged, with the arrow keys, or by the dialog behind "⋯".
// <div data-board="filters as an address"><ol data-board-cards data-stage="3"><li data-card="7" data-stage="3" data-version="2">
// The card moves at once; when the server says no, or its questions are not answered, it goes back.
import { openDialog } from "./dialogs.js";
import { each } from "./page.js";

// Cards that wait for the server -> where they stood.
const waiting = new Map();
const dialog = document.getElementById("dialog");

const address = (card) => `/opportunities/${card.dataset.card}/stage/`;
const filters = (card) => card.closest("[data-board]").dataset.board;
const listOf = (stage) => document.querySelector(`[data-board-cards][data-stage="${stage}"]`);

function enter(card, list, before) {
  waiting.set(card.dataset.card, before);
  card.classList.add("is-waiting");
  const values = { stage: list.dataset.stage, version: card.dataset.version, board: filters(card) };
  window.htmx.ajax("POST", address(card), { source: card, target: card, swap: "outerHTML", values });
}

function putBack(id) {
  const before = waiting.get(id);
  waiting.delete(id);
  const card = document.getElementById(`opportunity-${id}`);
  if (!before || !card) return;
  card.classList.remove("is-waiting");
  before.list.insertBefore(card, before.next?.parentElement === before.list ? before.next : null);
}

each("[data-board-cards]", (list) => {
  window.Sortable.create(list, {
    group: "board",
    draggable: ".board-card",
    filter: ".board-move",
    preventOnFilter: false,
    animation: 140,
    delay: 180,
    delayOnTouchOnly: true,
    ghostClass: "is-dragged",
    onStart: ({ item }) => (item.before = { list: item.parentElement, next: item.nextElementSibling }),
    onEnd: ({ item, from, to }) => {
      if (from === to) from.insertBefore(item, item.before.next);
      else enter(item, to, item.before);
    },
  });
});

// What comes back from the server stands in the column of its stage, also after a move by the dialog.
each("[data-card]", (card) => {
  const list = card.closest("[data-board-cards]");
  if (!list || list.dataset.stage === card.dataset.stage) return;
  const right = listOf(card.dataset.stage);
  if (right) right.prepend(card);
  else card.remove();
});

document.addEventListener("keydown", (event) => {
  const card = event.target;
  if (!card.matches?.("[data-card]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  if (waiting.has(card.dataset.card)) return;
  const lists = Array.from(document.querySelectorAll("[data-board-cards]"));
  const step = event.key === "ArrowLeft" ? -1 : 1;
  const list = lists[lists.indexOf(card.parentElement) + step];
  if (!list) return;
  const before = { list: card.parentElement, next: card.nextElementSibling };
  list.prepend(card);
  card.focus();
  enter(card, list, before);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-board-move]");
  if (opener) {
    event.preventDefault();
    const card = opener.closest("[data-card]");
    openDialog(`${address(card)}?${new URLSearchParams({ board: filters(card) })}`, "small");
  }
  const fold = event.target.closest("[data-board-fold]");
  if (fold) {
    const folded = fold.closest(".board-column").classList.toggle("is-folded");
    fold.setAttribute("aria-expanded", String(!folded));
  }
});

// The server has moved it: nothing goes back any more. The card that comes keeps the focus.
document.addEventListener("opportunityMoved", (event) => {
  const id = String(event.detail.value);
  waiting.delete(id);
  const focused = document.activeElement?.id === `opportunity-${id}`;
  if (focused) document.addEventListener("htmx:afterSettle", () => document.getElementById(`opportunity-${id}`)?.focus(), { once: true });
});

document.addEventListener("htmx:afterRequest", (event) => {
  const id = event.detail.elt.dataset?.card;
  // 422 has opened a dialog that asks what is missing.
  if (id && waiting.has(id) && !event.detail.successful && event.detail.xhr?.status !== 422) putBack(id);
});
dialog.addEventListener("close", (event) => {
  if (event.target === dialog) Array.from(waiting.keys()).forEach(putBack);
});
