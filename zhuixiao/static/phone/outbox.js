// What was done on this phone and is not on the server yet: kept at once, sent in order, several in one request where no
// files come along: after a day without network that is three ways there and back, not forty.
// An item carries its own number, so sending it twice is the same as once. Only the server's yes removes it.
import { uuid } from "./dom.js";
import { held, recognise, refresh } from "./state.js";
import { all, change, drop, isOpen, read, whose } from "./store.js";

const shell = document.getElementById("phone").dataset;
export const events = new EventTarget();
// `of` is the person whose items were counted: until then nobody can say that all is saved.
export const counts = { of: null, waiting: 0, failed: 0, isSending: false };
const PATIENCE = 60_000;
// So many the server takes in one request, and so much that a slow line takes: the moment of each is told by its arrival.
const MOST = 20;
const HEAVY = 32_000;
const ALONE = "alone";
// Fewer after a request that went wrong as a whole, more again after each that did not.
let most = MOST;

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
    // The same again is no newer one: an answer that is on its way counts for it.
    tries: before && !isOther(before, values) ? before.tries : 0,
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
  const known = before ?? mended;
  return known && before?.tries !== 0 && isOther(known, values) ? known.values : null;
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
  running ??= locked(send).then(soon).finally(() => {
    running = null;
    if (again) flush();
  });
  return running;
}

let hasStumbled = false;
/** A line that stumbled for a moment: once more soon, then with the patience of the end of this file. */
function soon(isCut) {
  if (isCut && !hasStumbled) setTimeout(flush, 3000);
  hasStumbled = isCut;
}

function locked(work) {
  return navigator.locks ? navigator.locks.request("zhuixiao-outbox", work) : work();
}

/** True when something stayed because of the way there, not because of itself. */
async function send() {
  // What is put while this runs is sent too: there may be something new after each round.
  const tried = new Set();
  let isCut = false;
  // The pieces of the state that look otherwise now; null where it may be any.
  let changes = [];
  counts.isSending = true;
  try {
    while (!isCut) {
      const waiting = (await list()).filter((one) => one.state === "waiting" && !tried.has(one.client_id));
      if (!waiting.length) break;
      // The session may have ended, or be somebody else's by now.
      isCut = !tried.size && (!(await recognise()) || !(await find(waiting[0].client_id)));
      if (isCut) break;
      const some = together(waiting);
      const answers = await ask(some);
      if (answers === ALONE) {
        most = 1;
        continue;
      }
      for (const one of some) tried.add(one.client_id);
      isCut = !answers.length;
      for (const answer of answers) isCut = !(await settle(answer)) || isCut;
      for (const { body } of answers) changes = changes && body?.changes ? [...changes, ...body.changes] : null;
    }
    if (isCut) changes = null;
    if (tried.size && changes?.length !== 0) await refresh(changes && [...new Set(changes)]);
    return isCut;
  } finally {
    counts.isSending = false;
    await tell();
  }
}

/** What goes in one request: the first, or as many as have no files and are light together. */
function together(waiting) {
  let weight = 0;
  const end = waiting.findIndex((one, at) => at === most || one.files.length || (weight += JSON.stringify(one.values).length) > HEAVY);
  return waiting.slice(0, Math.max(1, end < 0 ? waiting.length : end));
}

/** Send these; [{item, status, body}], nothing when nothing can be sent now, or ALONE. The try counts before it is made:
 *  whoever changes an answer that is on its way makes a newer one. */
async function ask(some) {
  const owner = whose();
  // The token of this person's session: with another's the server would take these for another's.
  const { csrf } = held;
  const items = [];
  for (const { client_id: id } of some) {
    const item = await change(id, (waiting) => waiting && { ...waiting, tries: waiting.tries + 1 });
    if (item) items.push(item);
  }
  if (!items.length) return ALONE;
  if (whose() !== owner) return [];
  const isAlone = items.length === 1;
  let answer;
  try {
    answer = await fetch(isAlone ? shell.outbox : shell.several, {
      method: "POST",
      body: isAlone ? formOf(items[0]) : JSON.stringify(items.map(fieldsOf)),
      headers: { "X-CSRFToken": csrf, Accept: "application/json", ...(isAlone ? {} : { "Content-Type": "application/json" }) },
      redirect: "manual",
      signal: AbortSignal.timeout?.(PATIENCE * (1 + items[0].files.length)),
    });
  } catch {
    for (const item of items) await note(item, { error: null });
    // Too much for a slow line, perhaps.
    return isAlone ? [] : ALONE;
  }
  if (whose() !== owner) return [];
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    held.isOut = true;
    return [];
  }
  const body = await answer.json().catch(() => null);
  most = Math.min(MOST, most * 2);
  if (isAlone) return [{ item: items[0], status: answer.status, body }];
  // Whatever is wrong with several, one alone tells which.
  const answers = answer.ok && body?.answers;
  return answers?.length === items.length ? items.map((item, at) => ({ item, status: answers[at].status, body: answers[at] })) : ALONE;
}

/** Keep what the server said of an item: somebody between it and us may answer, too. False when the next would fare no
 *  better. */
async function settle({ item, status, body }) {
  if (status === 200 && body?.client_id === item.client_id) {
    const { url, is_repeated: isRepeated } = body;
    const late = await change(item.client_id, (now) => (now && (isOther(now, item.values) || (now.was && isRepeated)) ? tooLate(now, item, url) : null));
    await tell();
    events.dispatchEvent(new CustomEvent(late ? "late" : "sent", { detail: { item: late ?? item, url } }));
    return true;
  }
  const isRefusal = body?.code && status >= 400 && status < 500 && status !== 429;
  if (!isRefusal) {
    await note(item, { error: body?.code ? { title: body.title, code: body.code } : null });
    // An error over this one says nothing of the next; an ill server or a line that leads nowhere does.
    return status === 500;
  }
  const { title, code, field = "", retry: isPatient } = body;
  // Now it is certain that the server holds nothing of it, but where it could not even read what number it is.
  const known = code === "malformed" ? {} : { tries: 0, was: null };
  await note(item, { state: isPatient ? "waiting" : "failed", error: { title, code, field }, ...known });
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

function fieldsOf(item) {
  const place = item.place ?? {};
  return {
    kind: item.kind,
    client_id: item.client_id,
    claimed_at: item.claimed_at,
    sent_at: new Date().toISOString(),
    latitude: `${place.latitude ?? ""}`,
    longitude: `${place.longitude ?? ""}`,
    accuracy: `${place.accuracy ?? ""}`,
    values: JSON.stringify(item.values),
  };
}

function formOf(item) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(item))) form.append(name, value);
  for (const { name, blob } of item.files) form.append("files", blob, name);
  return form;
}

for (const name of ["online", "pageshow"]) addEventListener(name, () => flush());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
// A network that comes back without saying so, and items that wait for others.
setInterval(() => counts.waiting && document.visibilityState === "visible" && flush(), 30000);
