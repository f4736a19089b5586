// What the server told this phone: asked for when there is a network, kept for when there is none.
import { useZone } from "./dom.js";
import { events as storeEvents, isOpen, lastPerson, openFor, read, whose, write } from "./store.js";

const shell = document.getElementById("phone").dataset;
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

/** Ask the server. True when it answered for the person whose store is open. */
export async function refresh() {
  let answer;
  try {
    answer = await fetch(shell.state, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
  } catch {
    held.isOffline = true;
    tell();
    return false;
  }
  held.isOffline = false;
  // A redirect leads to the log-in page, or to the second factor.
  held.isOut = answer.status === 401 || answer.type === "opaqueredirect";
  if (!answer.ok) {
    tell();
    return false;
  }
  const { csrf, ...state } = (await answer.json().catch(() => null)) ?? {};
  // Somebody between the server and us answered.
  if (!state.person) {
    tell();
    return false;
  }
  // Somebody else logged in on this phone: own store, own entries.
  if ((!isOpen() || whose() !== state.person.id) && !(await openFor(state.person.id))) return false;
  held.csrf = csrf;
  use(state);
  await write("kept", state, "state");
  tell();
  return true;
}
