// The first screen: who, what next, the tiles, what is due, the figures of the day.
import { clock, dayOf, h, icon, longDay, word } from "../dom.js";
import { counts, list, put } from "../outbox.js";
import { held, piece } from "../state.js";
import { at, card, empty, row } from "./parts.js";
import { isNextIn } from "./punch.js";
import { openVisits, plansLeft } from "./visit.js";

// Tiles of the deck, in its order; each only with its piece of the state.
const TILES = [
  ["nearby", "customers", "map-2", "tileNearby"],
  ["visit", "visits", "map-pin", "tileVisit"],
  ["photo", "visits", "camera", "tilePhoto"],
  ["track", "track", "route", "tileTrack"],
  ["punch", "attendance", "fingerprint", "tilePunch"],
  ["leave", "leave", "beach", "tileLeave"],
  ["activity", "records", "pencil-plus", "tileRecord"],
];
const shell = document.getElementById("phone").dataset;

export async function today() {
  const { person, company, at: asOf } = held.state;
  const done = new Set((await list()).filter((one) => one.kind === "task.done").map((one) => one.values.id));
  const day = piece("today") ?? { tasks: [], plans: [], events: [], figures: [] };
  const tasks = day.tasks.filter((one) => !done.has(one.id));
  return [
    h("header", { class: "phone-hello" }, h("p", {}, `${longDay(asOf)} · ${company}`), h("h1", {}, person.name), h("p", {}, person.department)),
    await next(),
    tiles(),
    search(),
    day.plans.length > 0 && card(word("plans"), day.plans.map((one) => row({ href: at("activity", { id: one.customer_id, name: one.customer }), sign: "phone-call", title: one.customer, under: one.note, end: one.on < held.state.today ? one.on.slice(5) : "" }))),
    card(word("tasks"), tasks.length ? tasks.map(task) : empty(word("noTasks")), more(shell.tasks)),
    card(word("events"), day.events.length ? day.events.map(event) : empty(word("noEvents")), more(shell.calendar)),
    day.figures.length > 0 && h("section", { class: "phone-figures" }, day.figures.map((one) => h("a", { class: "phone-figure", href: one.url }, h("span", {}, one.label), h("strong", {}, one.value), h("small", {}, word("times", { n: one.count }))))),
    reports(),
    h("p", { class: "phone-asof" }, word(counts.waiting ? "asOfWaiting" : "asOf", { at: clock(asOf) })),
  ].filter(Boolean);
}

/** The next visit, and how the day stands with attendance: each where the person has it. */
async function next() {
  const [visits, attendance] = [piece("visits"), piece("attendance")];
  const rows = [];
  if (visits) {
    const opened = (await openVisits())[0];
    const left = await plansLeft();
    const planned = left[0];
    const done = visits.planned.length - left.length;
    if (opened) rows.push(row({ href: `#/visit?open=${opened.client_id}`, sign: "map-pin", title: opened.customer.name, under: word("since", { at: clock(opened.at) }), end: word("goOn") }));
    else if (planned) rows.push(row({ href: at("visit", planned.customer), sign: "map-pin", title: planned.customer.name, under: [word("nextVisit"), planned.note].filter(Boolean).join(" · "), end: word("signIn") }));
    else rows.push(row({ href: "#/visit", sign: "map-pin", title: word("noVisitPlanned"), end: word("signIn") }));
    if (visits.planned.length) rows.push(h("small", {}, word("visitsDone", { n: done, of: visits.planned.length })));
  }
  if (attendance) {
    const last = attendance.punches.at(-1);
    const queued = (await list()).filter((one) => one.kind === "attendance.punch");
    const under = queued.length ? word("notSent") : last ? `${word(last.is_in ? "punchIn" : "punchOut")} ${clock(last.at)} · ${last.standing_label}` : attendance.is_workday ? attendance.shift.map((one) => `${one.begins}–${one.ends}`).join(", ") : word("dayOff");
    rows.push(row({ href: "#/punch", sign: "fingerprint", title: word("tilePunch"), under, end: word(isNextIn(attendance, queued) ? "punchIn" : "punchOut") }));
  }
  return rows.length > 0 && card("", rows);
}

function tiles() {
  const links = TILES.filter(([, needs]) => piece(needs)).map(([name, , sign, label]) => h("a", { class: "phone-tile", href: `#/${name}` }, icon(sign), h("span", {}, word(label))));
  return h("nav", { class: "phone-tiles", "aria-label": word("tiles") }, links, h("a", { class: "phone-tile", href: "/" }, icon("building"), h("span", {}, word("tileCrm"))));
}

function search() {
  return h(
    "form",
    { class: "phone-search", action: shell.search, role: "search" },
    h("input", { class: "form-control", type: "search", name: "q", placeholder: word("search"), "aria-label": word("search"), required: true }),
    h("select", { class: "form-select", name: "scope", "aria-label": word("scope") }, h("option", { value: "customers" }, word("scopeCustomers")), h("option", { value: "contacts" }, word("scopeContacts")), h("option", { value: "all" }, word("scopeAll"))),
    h("button", { class: "btn btn-icon", "aria-label": word("search") }, icon("search")),
  );
}

function task(one) {
  const done = h("button", { type: "button", class: "phone-check", "aria-label": word("doneTask", { title: one.title }) }, icon("check"));
  done.addEventListener("click", async () => {
    done.disabled = true;
    done.closest(".phone-row").classList.add("is-done");
    await put({ kind: "task.done", title: one.title, values: { id: one.id } });
  });
  const isLate = one.due_on < held.state.today;
  return row({ sign: "", title: one.title, under: [one.customer, isLate && word("late", { day: one.due_on })].filter(Boolean).join(" · "), end: done });
}

const event = (one) => row({ href: shell.calendar, sign: "calendar-event", title: one.title, under: one.customer, end: one.is_all_day ? word("allDay") : clock(one.at) });
const more = (href) => h("a", { class: "phone-more", href }, word("all"));

function reportName(one) {
  if (one.kind === "week") return word("writeWeek");
  // By the clock: without network the state may be of yesterday.
  return one.start === dayOf(new Date()) ? word("writeDay") : word("writeDayOf", { day: one.label });
}

function reports() {
  const own = piece("reports");
  if (!own) return null;
  return h(
    "section",
    { class: "phone-reports" },
    own.map((one) => h("a", { class: "btn btn-lg", href: one.is_submitted ? one.url : `#/report?kind=${one.kind}&start=${one.start}` }, icon(one.is_submitted ? "check" : "report"), reportName(one))),
  );
}
