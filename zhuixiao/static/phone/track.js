// The person's own track while this page is open: positions are kept as they come and sent in batches.
// The switch itself is the server's, with the consent; nothing is recorded while it is off.
import { put } from "./outbox.js";
import { events, held, piece, refresh } from "./state.js";
import { uuid, word } from "./dom.js";

const BATCH = 60;
const EVERY = 300000;
const NEAR_SECONDS = 10;
let watch = null;
let timer = null;
let points = [];
export const told = { isRecording: false, error: 0, last: null };

// Turned off without network: it stops at once, the server hears of it later.
const PAUSED = "phone:track-off";
export const isOn = () => Boolean(piece("track")?.is_on) && !localStorage.getItem(PAUSED);

/** Turn it on or off; "" when that worked, else what to tell the person. */
export async function turn(on) {
  if (!on) localStorage.setItem(PAUSED, "yes");
  follow();
  if (!(await refresh())) return on ? word("needsNetwork") : "";
  if (!on) return "";
  localStorage.removeItem(PAUSED);
  const answer = await send(true);
  if (answer && (answer.ok || answer.type === "opaqueredirect")) return (await refresh()) ? "" : word("needsNetwork");
  const problem = await answer?.json().catch(() => null);
  return problem?.title ?? word("needsNetwork");
}

function send(on) {
  const { switch: url, consented } = piece("track");
  const body = new URLSearchParams({ do: on ? "on" : "off", ...(on && !consented ? { agrees: "1" } : {}) });
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": held.csrf, Accept: "application/json" }, redirect: "manual" }).catch(() => null);
}

/** The server still has it on: tell it. */
async function settle() {
  if (!localStorage.getItem(PAUSED) || !piece("track")?.is_on || held.isOffline || held.isOut || !held.csrf) return;
  const answer = await send(false);
  if (!answer || (!answer.ok && answer.type !== "opaqueredirect")) return;
  held.state.pieces.track.is_on = false;
  localStorage.removeItem(PAUSED);
}

/** Follow the switch: called whenever the state is told anew. */
function follow() {
  const wants = isOn() && !held.isOut;
  if (wants && watch === null && navigator.geolocation) begin();
  if (!wants && watch !== null) end();
}

function begin() {
  told.isRecording = true;
  watch = navigator.geolocation.watchPosition(keep, (error) => (told.error = error.code), { enableHighAccuracy: true, maximumAge: 5000 });
  timer = setInterval(hand, EVERY);
}

function end() {
  navigator.geolocation.clearWatch(watch);
  clearInterval(timer);
  watch = timer = null;
  told.isRecording = false;
  hand();
}

function keep({ coords, timestamp }) {
  told.error = 0;
  if (told.last && timestamp - told.last < NEAR_SECONDS * 1000) return;
  told.last = timestamp;
  points.push({ at: new Date(timestamp).toISOString(), latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, speed: coords.speed, heading: coords.heading, altitude: coords.altitude });
  if (points.length >= BATCH) hand();
}

/** A batch goes to the outbox, where it outlives this page. */
function hand() {
  if (!points.length) return;
  const batch = points;
  points = [];
  put({ client_id: uuid(), kind: "fix", title: word("trackBatch", { n: batch.length }), values: { points: batch } }).catch(() => {});
}

events.addEventListener("state", () => (follow(), settle()));
// A page that is put away may never come back.
addEventListener("pagehide", hand);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && hand());
