// <form data-autosave="activity-new">: what is typed is kept in this browser until the form succeeds or the person logs
// out; an expired session, a closed tab or a dead battery loses nothing.
import { each, later, person, store, word } from "./page.js";

const DAYS = 7;
const SECRET = "[type=password], [type=file], [type=hidden], [type=submit], [data-no-draft]";
const key = (form) => `draft:${person}:${form.dataset.autosave}`;
const controls = (form) => [...form.elements].filter((control) => control.name && !control.matches(SECRET));

function state(form) {
  return controls(form).map((control) => {
    const isTicked = control.type === "checkbox" || control.type === "radio";
    return [control.name, isTicked ? [control.value, control.checked] : control.value];
  });
}

const keep = later(400, (form) => {
  // Sent within these milliseconds, it is no draft any more.
  if (form.isConnected && !("sent" in form.dataset)) store.write(key(form), { at: Date.now(), values: state(form) });
});

function restore(form) {
  const draft = store.read(key(form));
  const isOld = draft && Date.now() - draft.at > DAYS * 86400000;
  if (isOld) return store.drop(key(form));
  // Fields that the server has just refused hold the newest text already.
  if (!draft || form.querySelector("[aria-invalid=true]")) return;
  if (JSON.stringify(draft.values) === JSON.stringify(state(form))) return;
  const before = state(form);
  fill(form, draft.values);
  if (JSON.stringify(before) !== JSON.stringify(state(form))) offerToDiscard(form, before);
}

function fill(form, values) {
  const free = controls(form);
  for (const [name, value] of values) {
    const place = free.findIndex((control) => control.name === name && (!Array.isArray(value) || control.value === value[0]));
    if (place < 0) continue;
    const [control] = free.splice(place, 1);
    if (Array.isArray(value)) control.checked = value[1];
    else control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offerToDiscard(form, before) {
  const note = Object.assign(document.createElement("p"), { className: "notice notice-blue", textContent: word("restored") });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm ml-auto", textContent: word("discard") });
  button.addEventListener("click", () => {
    fill(form, before);
    store.drop(key(form));
    note.remove();
  });
  note.append(button);
  (form.querySelector(".dialog-body") ?? form).prepend(note);
}

each("form[data-autosave]", restore);

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.isTrusted && event.target.closest?.("form[data-autosave]");
    if (!form) return;
    delete form.dataset.sent;
    keep(form);
  });
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!event.detail.successful || !form.matches?.("form[data-autosave]")) return;
  form.dataset.sent = "";
  store.drop(key(form));
});

// A plain form leaves the page: whether it succeeded is seen on the next one, which shows it again or not.
const SENT = `sent:${person}`;
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-autosave]:not([hx-post])")) store.write(SENT, key(event.target));
});
const sent = store.read(SENT);
if (sent) {
  const isBack = [...document.querySelectorAll("form[data-autosave]")].some((form) => key(form) === sent);
  const isPage = document.getElementById("shell");
  if (!isBack && isPage) store.drop(sent);
  store.drop(SENT);
}
