// Asks before what cannot be undone: <button data-confirm="Delete this file for good?">…</button>
// and <div hx-delete="…" hx-confirm="…">. From a module: if (await ask("…")) { … }

const dialog = document.getElementById("confirm");
const agreed = new WeakSet();

export function ask(text) {
  dialog.querySelector("#confirm-text").textContent = text;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener(
  "click",
  async (event) => {
    const pressed = event.target.closest?.("[data-confirm]:not(form)");
    if (!pressed || agreed.delete(pressed)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(pressed.dataset.confirm))) return;
    agreed.add(pressed);
    pressed.click();
  },
  true,
);

// A form asks when it is sent, whichever button sends it.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.dataset.confirm || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(form.dataset.confirm))) return;
    agreed.add(form);
    form.requestSubmit(event.submitter);
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});
