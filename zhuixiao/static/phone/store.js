// One person's IndexedDB on this phone: what the server told (kept), what was typed (drafts), what waits to be sent (outbox).
// The person's id is in the name, so that two people on one phone never meet each other's entries.
const PREFIX = "zhuixiao-phone-";
const VERSION = 1;
let opened = null;
// After it was emptied nothing is kept any more until the page is loaded anew: an answer may still be on its way.
let isShut = false;
/** "gone": the store was emptied under our hands, by the server's order or from another window. */
export const events = new EventTarget();

/** The person whose store was used last, also before anything was asked of the server. */
export const lastPerson = () => Number(localStorage.getItem("phone:person")) || 0;

function promised(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** Open the store of a person; the one before is closed. False once it was emptied. */
export async function openFor(person) {
  if (isShut || opened?.person === person) return !isShut;
  opened?.db.close();
  const request = indexedDB.open(PREFIX + person, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("kept");
    request.result.createObjectStore("drafts");
    request.result.createObjectStore("outbox", { keyPath: "client_id" });
  };
  const db = await promised(request);
  const held = { person, db };
  // Another tab wipes it or brings a newer version; the server had it emptied.
  const gone = () => {
    db.close();
    if (opened !== held) return;
    opened = null;
    isShut = true;
    events.dispatchEvent(new Event("gone"));
  };
  db.onversionchange = gone;
  db.onclose = gone;
  opened = held;
  localStorage.setItem("phone:person", String(person));
  return true;
}

export const isOpen = () => opened !== null;
export const whose = () => opened?.person ?? 0;

async function run(name, mode, work) {
  // Emptied while something was still on its way.
  if (!opened) return undefined;
  try {
    const change = opened.db.transaction(name, mode, { durability: "strict" });
    const result = await promised(work(change.objectStore(name)));
    if (mode === "readwrite") await new Promise((done, failed) => ((change.oncomplete = done), (change.onabort = () => failed(change.error))));
    return result;
  } catch (error) {
    // Emptied by the server's order in the middle of it: the store's own word of that comes a moment later.
    if (["AbortError", "InvalidStateError"].includes(error?.name)) await new Promise((done) => setTimeout(done, 300));
    if (isShut) return undefined;
    throw error;
  }
}

export const read = (name, key) => run(name, "readonly", (store) => store.get(key));
export const all = async (name) => (await run(name, "readonly", (store) => store.getAll())) ?? [];
export const drop = (name, key) => run(name, "readwrite", (store) => store.delete(key));
/** The outbox finds the key in the value. */
export const write = (name, value, key) => run(name, "readwrite", (store) => (key === undefined ? store.put(value) : store.put(value, key)));

/** Change an entry of the outbox in one step, so that nobody writes between reading and writing: `work` gets what is there
 *  and gives what shall be, null to delete it, nothing to leave it. */
export async function change(id, work) {
  let after;
  await run("outbox", "readwrite", (store) => {
    const reading = store.get(id);
    reading.addEventListener("success", () => {
      after = work(reading.result);
      if (after === null) store.delete(id);
      else if (after) store.put(after);
    });
    return reading;
  });
  return after;
}

/** Forget everything of everybody on this phone; the server's order Clear-Site-Data does the same where it may. */
export async function wipe() {
  isShut = true;
  opened?.db.close();
  opened = null;
  localStorage.removeItem("phone:person");
  // Another window may still hold one open: it goes when that window lets go.
  await Promise.race([deleteAll(), new Promise((done) => setTimeout(done, 2000))]);
}

async function deleteAll() {
  const known = (await indexedDB.databases?.()) ?? [];
  const own = known.filter((one) => one.name.startsWith(PREFIX));
  await Promise.all(own.map((one) => promised(indexedDB.deleteDatabase(one.name)).catch(() => {})));
}
