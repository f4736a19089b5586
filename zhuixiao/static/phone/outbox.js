// What was done on this phone and is not on the server yet: kept at once, sent one after another in order.
// An item carries its own number, so sending it twice is the same as once. Only the server's yes removes it.
import { uuid } from "./dom.js";
import { held, refresh } from "./state.js";
import { all, drop, isOpen, read, whose, write } from "./store.js";

const shell = document.getElementById("phone").dataset;
export const events = new EventTarget();
// `of` is the person whose items were counted: until then nobody can say that all is saved.
export const counts = { of: null, waiting: 0, failed: 0, isSending: false };
const PATIENCE = 60000;

/** Count anew and say so: after the store of another person was opened, too. */
export async function tell() {
  const person = whose();
  const items = isOpen() ? await all("outbox") : [];
  counts.of = person;
  counts.waiting = items.filter((one) => one.state === "waiting").length;
  counts.failed = items.length - counts.waiting;
  events.dispatchEvent(new Event("outbox"));
}

/** In the order in which they were made. */
export async function list() {
  const items = isOpen() ? await all("outbox") : [];
  return items.sort((one, other) => one.made_at - other.made_at || one.client_id.localeCompare(other.client_id));
}

export const find = (id) => read("outbox", id);

/** Keep an item and try to send it. `title` is how the queue calls it, `screen` the address of the form that mends it;
 *  `place` comes from place.js. The same client_id replaces what waited under it, with its first moment. */
export async function put({ client_id = uuid(), kind, title, values, files = [], place = null, screen = "" }) {
  // Said to be kept only where it is.
  if (!isOpen()) throw new Error("the store is closed");
  const before = await find(client_id);
  await write("outbox", {
    client_id,
    kind,
    title,
    values,
    files,
    screen,
    place: place ?? before?.place ?? null,
    made_at: before?.made_at ?? Date.now(),
    claimed_at: before?.claimed_at ?? new Date().toISOString(),
    state: "waiting",
    tries: 0,
    error: null,
  });
  await tell();
  flush();
  return client_id;
}

export async function remove(id) {
  await drop("outbox", id);
  await tell();
}

export async function retry(id) {
  const item = await find(id);
  if (item) await write("outbox", { ...item, state: "waiting", error: null });
  await tell();
  return flush();
}

let running = null;
let again = false;
/** Send what waits. Only one at a time, also among several windows; asked for meanwhile, once more. */
export function flush() {
  again = running !== null;
  running ??= locked(send).finally(() => {
    running = null;
    if (again) flush();
  });
  return running;
}

function locked(work) {
  return navigator.locks ? navigator.locks.request("zhuixiao-outbox", work) : work();
}

async function send() {
  // What is put while this runs is sent too: there may be something new after each round.
  const tried = new Set();
  counts.isSending = true;
  try {
    for (;;) {
      const next = (await list()).find((one) => one.state === "waiting" && !tried.has(one.client_id));
      if (!next) break;
      // The session may have ended, or be somebody else's by now.
      if (!tried.size && (!(await refresh()) || !(await find(next.client_id)))) break;
      tried.add(next.client_id);
      if (!(await sendOne(next))) break;
    }
    if (tried.size) await refresh();
  } finally {
    counts.isSending = false;
    await tell();
  }
}

/** False when nothing more can be sent now. The try counts before it is made: whoever changes an answer that is on
 *  its way makes a newer one. */
async function sendOne({ client_id: id }) {
  const owner = whose();
  const waiting = await find(id);
  if (!waiting) return true;
  const item = { ...waiting, tries: waiting.tries + 1 };
  await write("outbox", item);
  let answer;
  try {
    answer = await fetch(shell.outbox, {
      method: "POST",
      body: formOf(item),
      headers: { "X-CSRFToken": held.csrf, Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout?.(PATIENCE * (1 + item.files.length)),
    });
  } catch {
    await note(item, { error: null });
    return false;
  }
  if (whose() !== owner) return false;
  if (answer.ok && answer.type !== "opaqueredirect") {
    const { url } = await answer.json();
    await drop("outbox", item.client_id);
    await tell();
    events.dispatchEvent(new CustomEvent("sent", { detail: { item, url } }));
    return true;
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    held.isOut = true;
    return false;
  }
  const problem = await answer.json().catch(() => null);
  const isRefusal = problem && answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  if (!isRefusal) {
    // The server is ill: nothing is wrong with the item, and the next would fare no better.
    await note(item, { error: problem && { title: problem.title, code: problem.code } });
    return false;
  }
  const { title, code, field = "", retry: isPatient } = problem;
  await note(item, { state: isPatient ? "waiting" : "failed", error: { title, code, field } });
  return true;
}

/** Unless a person changed or deleted it meanwhile. */
async function note(item, changed) {
  const now = await find(item.client_id);
  if (now && now.tries === item.tries) await write("outbox", { ...now, ...changed });
  await tell();
}

function formOf(item) {
  const form = new FormData();
  const place = item.place ?? {};
  for (const [name, value] of Object.entries({
    kind: item.kind,
    client_id: item.client_id,
    claimed_at: item.claimed_at,
    sent_at: new Date().toISOString(),
    latitude: place.latitude ?? "",
    longitude: place.longitude ?? "",
    accuracy: place.accuracy ?? "",
    values: JSON.stringify(item.values),
  })) form.append(name, value);
  for (const { name, blob } of item.files) form.append("files", blob, name);
  return form;
}

for (const name of ["online", "pageshow"]) addEventListener(name, () => flush());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
// A network that comes back without saying so, and items that wait for others.
setInterval(() => counts.waiting && document.visibilityState === "visible" && flush(), 30000);
