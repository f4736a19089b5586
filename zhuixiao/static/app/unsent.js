// Logging out on the desk empties the phone's store of this browser too: what waits there unsent is said first.
// <form data-logout> and <dialog id="unsent" data-text="{n} entries …"> with buttons of the values "yes" and "no".
import { person } from "./page.js";

// As static/phone/store.js names it: a store of each person.
const NAME = `zhuixiao-phone-${person}`;
const dialog = document.getElementById("unsent");
const agreed = new WeakSet();

const promised = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));

/** How many entries of this person wait in this browser; 0 where there is no such store, and none is made. */
async function unsent() {
  const known = (await indexedDB.databases?.()) ?? [];
  if (!known.some((one) => one.name === NAME)) return 0;
  const db = await promised(indexedDB.open(NAME));
  try {
    return db.objectStoreNames.contains("outbox") ? await promised(db.transaction("outbox").objectStore("outbox").count()) : 0;
  } finally {
    db.close();
  }
}

/** Whether the person logs out all the same. */
function agrees(number) {
  dialog.querySelector("p").textContent = dialog.dataset.text.replace("{n}", number);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!dialog || !form.matches("[data-logout]") || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A store that cannot be read keeps nobody logged in.
    const number = await unsent().catch(() => 0);
    if (number && !(await agrees(number))) return;
    agreed.add(form);
    form.requestSubmit(event.submitter);
  },
  true,
);
