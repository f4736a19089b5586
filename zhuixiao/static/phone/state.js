// What the server told this phone: asked for when there is a network, kept for when there is none.
import { useZone } from "./dom.js";
import { events as storeEvents, isOpen, lastPerson, openFor, read, whose, write } from "./store.js";

const shell = document.getElementById("phone").dataset;
// A line that neither answers nor breaks, as in a lift, must not hold up what waits to be sent.
const PATIENCE = 20_000;
export const events = new EventTarget();
export const held = { state: null, csrf: "", isOut: false, isOffline: !navigator.onLine };

export const piece = (name) => held.state?.pieces[name];
const tell = () => events.dispatchEvent(new Event("state"));

// Whoever has left is wiped by the server's order; what was read before must not stay on the screen either.
storeEvents.addEventListener("gone", () => {
  held.state = null;
  tell();
});

/** Whatever was kept, before anything is asked of the server. */
export async function begin() {
  if (!lastPerson()) return;
  await openFor(lastPerson());
  use(await read("kept", "state"));
}

function use(state) {
  if (!state) return;
  held.state = state;
  useZone(state.zone);
}

/** Ask the server for everything, or for the pieces of some keys. True when it answered for the person whose store is
 *  open. */
export async function refresh(only = null) {
  const { csrf, ...told } = (await ask(only ? `${shell.state}?pieces=${only.join()}` : shell.state)) ?? {};
  if (!told.person) return false;
  const isSame = isOpen() && whose() === told.person.id;
  // Pieces of different days do not belong together.
  if (only && !(isSame && held.state?.today === told.today)) return refresh();
  // Somebody else logged in on this phone: own store, own entries.
  if (!isSame && !(await openFor(told.person.id))) return false;
  held.csrf = csrf;
  const state = only ? { ...told, pieces: { ...without(held.state.pieces, only), ...told.pieces } } : told;
  use(state);
  await write("kept", state, "state");
  tell();
  return true;
}

const without = (pieces, keys) => Object.fromEntries(Object.entries(pieces).filter(([key]) => !keys.includes(key)));

/** Only whether the session still is this person's, with its token. True as with refresh(). */
export async function recognise() {
  const { person, csrf } = (await ask(shell.session)) ?? {};
  if (!person) return false;
  if (person !== whose()) return refresh();
  held.csrf = csrf;
  tell();
  return true;
}

/** What the server answers to a question, with its `person`; else null, and whether the line or the session is at fault
 *  is held and told. */
async function ask(url) {
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  } catch {
    held.isOffline = true;
    tell();
    return null;
  }
  held.isOffline = false;
  // A redirect leads to the log-in page, or to the second factor.
  held.isOut = answer.status === 401 || answer.type === "opaqueredirect";
  const body = answer.ok ? await answer.json().catch(() => null) : null;
  // Somebody between the server and us may answer, too.
  if (body?.person) return body;
  tell();
  return null;
}
