// The phone's page: which screen is shown, the tab bar, whether everything is saved, a new version.
import { h, icon, toast, word } from "./dom.js";
import { counts, events as outboxEvents, flush, tell as count } from "./outbox.js";
import { begin, events as stateEvents, held, piece, refresh } from "./state.js";
import { whose } from "./store.js";
import { offerUpdates } from "./update.js";
import { activity } from "./screens/activity.js";
import { leave } from "./screens/leave.js";
import { me } from "./screens/me.js";
import { mend } from "./screens/mend.js";
import { nearby } from "./screens/nearby.js";
import { photo } from "./screens/photo.js";
import { punch } from "./screens/punch.js";
import { queue } from "./screens/queue.js";
import { report } from "./screens/report.js";
import { today } from "./screens/today.js";
import { track } from "./screens/track.js";
import { visit } from "./screens/visit.js";
import { isOn as isTracked } from "./track.js";

// `needs` is a piece of the state: without it the person has no such screen. A form is not drawn anew under a finger.
const SCREENS = {
  "": { draw: today },
  activity: { draw: activity, needs: "records", isForm: true },
  report: { draw: report, needs: "reports", isForm: true },
  visit: { draw: visit, needs: "visits", isForm: true },
  photo: { draw: photo, needs: "visits", isForm: true },
  punch: { draw: punch, needs: "attendance", isForm: true },
  track: { draw: track, needs: "track" },
  leave: { draw: leave, needs: "leave", isForm: true },
  nearby: { draw: nearby, needs: "customers", isForm: true },
  queue: { draw: queue },
  mend: { draw: mend, isForm: true },
  me: { draw: me },
};
const TABS = [
  ["", "home", "tabToday"],
  ["nearby", "map-2", "tabNearby"],
  ["visit", "map-pin", "tabVisit"],
  ["activity", "pencil-plus", "tabRecord"],
  ["me", "user", "tabMe"],
];
const main = document.getElementById("phone-main");
const update = offerUpdates();
let current = null;

/** "#/visit?item=1" -> ["visit", {item: "1"}]; a screen that the person does not have is the first one. */
function asked() {
  const [name, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const screen = SCREENS[name];
  const isThere = screen && held.state && (!screen.needs || piece(screen.needs));
  return [isThere ? name : "", Object.fromEntries(new URLSearchParams(query))];
}

async function show() {
  const [name, params] = asked();
  current = { name, screen: SCREENS[name] };
  update.mayInterrupt(!current.screen.isForm);
  const drawn = held.state ? await current.screen.draw(params) : welcome();
  if (current.name !== name) return;
  main.replaceChildren(...[drawn].flat());
  main.dataset.screen = name || "today";
  scrollTo(0, 0);
  chrome();
}

/** The same screen with newer values: never one that somebody types into. */
const redraw = async () => {
  if (current?.screen.isForm && held.state) return chrome();
  const [name, params] = asked();
  if (name !== current?.name || !held.state) return show();
  const drawn = await current.screen.draw(params);
  if (current.name === name && !main.contains(document.activeElement?.closest("input, textarea, select"))) main.replaceChildren(...[drawn].flat());
  chrome();
};

function welcome() {
  return h("section", { class: "phone-welcome" }, icon(held.isOut ? "lock" : "wifi-off", "phone-welcome-icon"), h("p", {}, word(held.isOut ? "logInFirst" : "onlineFirst")), loginLink());
}

const loginLink = () => h("a", { class: "btn btn-primary btn-lg", href: `${document.getElementById("phone").dataset.login}?next=${encodeURIComponent("/field/m/")}` }, word("logIn"));

/** The chip of the queue, the banner, the tab bar. */
function chrome() {
  const chip = document.getElementById("phone-sync");
  const isCounted = counts.of === whose();
  const [tone, sign, text] = counts.failed
    ? ["red", "alert-triangle", word("failed", { n: counts.failed })]
    : counts.waiting
      ? ["amber", held.isOffline ? "wifi-off" : "cloud-upload", word("waiting", { n: counts.waiting })]
      : held.isOffline
        ? ["grey", "wifi-off", word("offline")]
        : ["green", "check", word("saved")];
  chip.className = `phone-chip tone-${tone}`;
  chip.dataset.state = counts.failed ? "failed" : counts.waiting ? "waiting" : "saved";
  chip.replaceChildren(...(isCounted ? [icon(sign), h("span", {}, text)] : []));
  chip.hidden = !whose() || !isCounted;
  const banner = document.getElementById("phone-banner");
  banner.hidden = !(held.isOut && held.state);
  if (!banner.hidden) banner.replaceChildren(h("span", {}, word("loggedOut")), loginLink());
  // Whoever is recorded sees it on every screen.
  document.getElementById("phone-track").hidden = !isTracked();
  const tabs = document.getElementById("phone-tabs");
  tabs.hidden = !held.state;
  const links = TABS.filter(([name]) => !SCREENS[name].needs || piece(SCREENS[name].needs));
  tabs.replaceChildren(
    ...links.map(([name, sign, label]) => h("a", { href: `#/${name}`, class: "phone-tab", "aria-current": current?.name === name ? "page" : null }, icon(sign), h("span", {}, word(label)))),
  );
}

addEventListener("hashchange", show);
stateEvents.addEventListener("state", async () => {
  // The store of somebody else: what waits there is another number.
  if (counts.of !== whose()) await count();
  redraw();
});
// Of what arrives together one word is said, not twenty.
let arrived = 0;
outboxEvents.addEventListener("outbox", () => {
  if (!counts.isSending) arrived = 0;
  return current?.screen.isForm ? chrome() : redraw();
});
outboxEvents.addEventListener("sent", ({ detail: { item } }) => {
  if (item.kind === "fix") return;
  arrived += 1;
  toast(arrived === 1 ? word("sent", { title: item.title }) : word("sentSeveral", { n: arrived }));
});
outboxEvents.addEventListener("late", ({ detail: { item, url } }) => toast(word("sentTooLate", { title: item.title }), url ? { action: word("openRecord"), run: () => location.assign(url) } : {}));
for (const name of ["online", "offline"]) addEventListener(name, () => ((held.isOffline = !navigator.onLine), chrome()));
addEventListener("online", () => refresh());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());

await begin();
await count();
await show();
await refresh();
await count();
flush();
// Browsers clear what they do not deem important: the queue is.
navigator.storage?.persist?.();
