// What was done on this phone and is not on the server yet: kept at once, sent one after another in order.
// An item carries its own number, so sending it twice is the same as once. Only the server's yes removes it.
import { uuid } from "./dom.js";
import { held, refresh } from "./state.js";
import { all, change, drop, isOpen, read, whose } from "./store.js";

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

const isOther = (item, values) => JSON.stringify(item.values) !== JSON.stringify(values);

/** Keep an item and try to send it. `title` is how the queue calls it, `screen` the address of the form that mends it;
 *  `place` comes from place.js. The same client_id replaces what waited under it, with its first moment; `mended` is the
 *  item as the form found it in the queue. */
export async function put({ mended = null, client_id = mended?.client_id ?? uuid(), kind, title, values, files = [], place = null, screen = "" }) {
  // Said to be kept only where it is.
  if (!isOpen()) throw new Error("the store is closed");
  await change(client_id, (before) => ({
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
    was: earlier(mended, before, values),
  }));
  await tell();
  flush();
  return client_id;
}

/** The values that the server may hold in the place of these: those of a try without an answer, or of an item that left
 *  the queue while its form was open. Null where it holds none. */
function earlier(mended, before, values) {
  if (before?.was) return before.was;
  if (!mended || before?.tries === 0) return null;
  const known = before ?? mended;
  return isOther(known, values) ? known.values : null;
}

export async function remove(id) {
  await drop("outbox", id);
  await tell();
}

export async function retry(id) {
  await change(id, (item) => item && { ...item, state: "waiting", error: null });
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
  const item = await change(id, (waiting) => waiting && { ...waiting, tries: waiting.tries + 1 });
  if (!item) return true;
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
    const { url, is_repeated: isRepeated } = await answer.json();
    const late = await change(id, (now) => (now && (isOther(now, item.values) || (now.was && isRepeated)) ? tooLate(now, item, url) : null));
    await tell();
    events.dispatchEvent(new CustomEvent(late ? "late" : "sent", { detail: { item: late ?? item, url } }));
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
  // Now it is certain that the server holds nothing of it.
  await note(item, { state: isPatient ? "waiting" : "failed", error: { title, code, field }, tries: 0, was: null });
  return true;
}

/** The server took in what it was before a person changed it: it stays in the queue until seen, with what was written. */
function tooLate(now, item, url) {
  const was = now.was ?? item.values;
  const before = new Set(texts(was));
  return { ...now, was, state: "failed", error: { code: "late", url, lines: texts(now.values).filter((one) => one && !before.has(one)) } };
}

const texts = (value) => (typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(texts) : []);

/** Unless a person changed or deleted it meanwhile. */
async function note(item, changed) {
  await change(item.client_id, (now) => (now?.tries === item.tries ? { ...now, ...changed } : undefined));
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
