// Ask for leave, and see what became of it. #/leave or ?item=<queued item>
import { h, toast, word } from "../dom.js";
import { find, list, put } from "../outbox.js";
import { held, piece } from "../state.js";
import { card, chips, empty, field, head, row } from "./parts.js";

const TONES = { approved: "calendar-check", refused: "calendar-x", asked: "hourglass" };

export async function leave({ item }) {
  const { types, covers, requests } = piece("leave");
  const queued = item ? await find(item) : null;
  const waiting = (await list()).filter((one) => one.kind === "leave.request" && one.client_id !== item);
  const values = { type_id: types[0]?.id, start: held.state.today, starts_at_noon: false, end: held.state.today, ends_at_noon: false, reason: "", cover_id: null, ...queued?.values };
  const hint = h("small", {});
  const start = h("input", { class: "form-control", type: "date", required: true, value: values.start });
  const end = h("input", { class: "form-control", type: "date", required: true, value: values.end });
  const reason = h("textarea", { class: "form-control", rows: 3, value: values.reason, oninput: () => (values.reason = reason.value) });
  const fromNoon = chips([[false, word("fromMorning")], [true, word("fromNoon")]], values.starts_at_noon, (value) => (values.starts_at_noon = value));
  const untilNoon = chips([[false, word("untilEvening")], [true, word("untilNoon")]], values.ends_at_noon, (value) => (values.ends_at_noon = value));
  const cover = h("select", { class: "form-control", onchange: () => (values.cover_id = Number(cover.value) || null) }, h("option", { value: "" }, word("nobody")), covers.map((one) => h("option", { value: one.id }, one.name)));
  cover.value = values.cover_id ?? "";
  const offer = () => {
    const type = types.find((one) => one.id === values.type_id);
    hint.textContent = type?.is_limited ? word("daysLeft", { n: type.days_left }) : "";
    fromNoon.hidden = untilNoon.hidden = !type?.allows_halves;
    if (!type?.allows_halves) values.starts_at_noon = values.ends_at_noon = false;
  };
  start.addEventListener("change", () => {
    values.start = start.value;
    if (end.value < start.value) end.value = values.end = start.value;
    end.min = start.value;
  });
  end.addEventListener("change", () => (values.end = end.value));
  const form = h(
    "form",
    { class: "phone-form" },
    queued?.error && h("p", { class: "notice notice-red", role: "alert" }, queued.error.title),
    h("div", { class: "phone-field" }, h("span", {}, word("type")), chips(types.map((one) => [one.id, one.name]), values.type_id, (id) => ((values.type_id = id), offer())), hint),
    field(word("leaveFrom"), start),
    fromNoon,
    field(word("leaveUntil"), end),
    untilNoon,
    field(word("leaveReason"), reason),
    field(word("leaveCover"), cover),
    h("div", { class: "phone-foot" }, h("button", { class: "btn btn-primary btn-lg btn-block" }, word("askLeave"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const type = types.find((one) => one.id === values.type_id);
    await put({ mended: queued, kind: "leave.request", title: `${type.name} ${values.start} – ${values.end}`, values, screen: "#/leave" });
    toast(word("kept"));
    location.hash = queued ? "#/queue" : "#/";
  });
  offer();
  return [head(word("tileLeave"), queued ? "#/queue" : "#/"), form, !queued && card(word("leaveOwn"), asked(requests, waiting))].filter(Boolean);
}

function asked(requests, waiting) {
  const rows = [
    ...waiting.map((one) => row({ href: "#/queue", sign: "cloud-upload", title: one.title, under: word("notSent") })),
    ...requests.map((one) => row({ href: one.url, sign: TONES[one.state] ?? "calendar-off", title: `${one.type} ${one.start} – ${one.end}`, under: [word("days", { n: one.days }), one.reason].filter(Boolean).join(" · "), end: one.state_label })),
  ];
  return rows.length ? rows : empty(word("noLeave"));
}
