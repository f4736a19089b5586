// Visit a customer: sign in (the nearest is chosen already), do the steps, sign out. #/visit?customer=7 or ?open=<client id>
import { addDays, clock, distance, h, icon, metres, toast, uuid, word } from "../dom.js";
import { find, list, put } from "../outbox.js";
import { locate, pair } from "../place.js";
import { held, piece } from "../state.js";
import { all, drop, write } from "../store.js";
import { photoButton, thumb, thumbs } from "./photo.js";
import { card, chips, customerField, customerOf, customers, field, head, row } from "./parts.js";

export async function visit({ open, customer, name }) {
  const opened = await openVisits();
  const asked = opened.find((one) => one.client_id === open);
  if (asked) return work(asked);
  return arrive(customerOf(customer, name), opened);
}

/** What the server knows, and what began on this phone; one that waits to be signed out is over. */
export async function openVisits() {
  const over = new Set((await list()).filter((one) => one.kind === "visit.out").map((one) => one.values.visit));
  const own = (await all("drafts")).filter((one) => one.is === "visit");
  const known = piece("visits").open.map((one) => ({ ...one, ...own.find((each) => each.client_id === one.client_id) }));
  return [...own.filter((one) => !known.some((each) => each.client_id === one.client_id)), ...known].filter((one) => !over.has(one.client_id));
}

/** The plans of today that have not begun, also not on this phone alone. */
export async function plansLeft() {
  const begun = new Set((await list()).filter((one) => one.kind === "visit.in").map((one) => one.values.customer));
  return piece("visits").planned.filter((one) => !one.visit && !begun.has(one.customer.id));
}

/** Planned ones of today first where they are near, then own customers by distance. */
function candidates(here) {
  const { planned } = piece("visits");
  const far = (one) => (here && one.latitude !== null ? distance([one.latitude, one.longitude], pair(here)) : Infinity);
  const todo = planned.filter((one) => !one.visit).map((one) => ({ ...one.customer, isPlanned: true }));
  const others = customers().filter((one) => !todo.some((each) => each.id === one.id));
  return [...todo, ...others].map((one) => ({ ...one, metres: far(one) })).sort((one, other) => one.metres - other.metres || Number(other.isPlanned ?? 0) - Number(one.isPlanned ?? 0));
}

async function arrive(asked, opened) {
  const { types, good_accuracy: good } = piece("visits");
  const where = h("p", { class: "phone-where", role: "status" }, word("locating"));
  const reason = h("input", { class: "form-control", maxlength: 200, placeholder: word("reasonOutside"), "aria-label": word("reasonOutside"), hidden: true });
  const box = h("div", { class: "phone-chosen" });
  const start = h("button", { type: "button", class: "btn btn-primary btn-lg btn-block", disabled: true }, icon("map-pin"), word("signIn"));
  let here = null;
  let type = types.find((one) => one.is_default) ?? types[0];
  let chosen = candidates(null).find((one) => one.id === asked?.id) ?? asked;
  const judge = () => {
    start.disabled = !chosen;
    if (!here || !chosen) return;
    const exact = word("accuracy", { n: Math.round(here.accuracy) });
    if (chosen.latitude === null) {
      where.replaceChildren(`${word(here.accuracy <= good ? "pins" : "pinsNot")} · ${exact}`);
      reason.hidden = true;
      return;
    }
    const away = distance([chosen.latitude, chosen.longitude], pair(here));
    const isOutside = away - here.accuracy > type.fence;
    where.replaceChildren(`${word(away <= type.fence ? "atCustomer" : isOutside ? "notAtCustomer" : "unsure", { metres: metres(away) })} · ${exact}`);
    where.classList.toggle("is-outside", isOutside);
    reason.hidden = !isOutside;
  };
  const choose = (one) => {
    chosen = one;
    box.replaceChildren(customerField(one, (other) => ((chosen = other), judge())));
    judge();
  };
  choose(chosen);
  locate().then(
    (found) => {
      here = found;
      const near = candidates(here)[0];
      if (!chosen && near && near.metres <= Math.max(type.fence, here.accuracy)) choose(near);
      else judge();
      if (!chosen) where.replaceChildren(`${word("noneNear")} · ${word("accuracy", { n: Math.round(here.accuracy) })}`);
    },
    (error) => where.replaceChildren(word(error.code === 1 ? "placeRefused" : "placeUnknown")),
  );
  start.addEventListener("click", async () => {
    start.disabled = true;
    const id = uuid();
    await write("drafts", { is: "visit", client_id: id, customer: chosen, type: type.id, at: new Date().toISOString(), steps: type.steps, answers: {}, photos: {}, items: {} }, `visit:${id}`);
    await put({ client_id: id, kind: "visit.in", title: `${word("signIn")} · ${chosen.name}`, values: { customer: chosen.id, type: type.id, reason: reason.value.trim() }, place: here });
    location.hash = `#/visit?open=${id}`;
  });
  return [
    head(word("tileVisit")),
    opened.length > 0 && card(word("openVisits"), opened.map((one) => row({ href: `#/visit?open=${one.client_id}`, sign: "map-pin", title: one.customer.name, under: word("since", { at: clock(one.at) }) }))),
    box,
    types.length > 1 && h("div", { class: "phone-field" }, h("span", {}, word("type")), chips(types.map((one) => [one.id, one.name]), type.id, (id) => ((type = types.find((one) => one.id === id)), judge()))),
    where,
    reason,
    h("div", { class: "phone-foot" }, start),
  ].filter(Boolean);
}

/** Steps, notes, sign-out. What is entered is sent at once, so that nothing hangs on the last tap. */
async function work(visiting) {
  const values = { is: "visit", items: {}, note: "", next_on: "", ...visiting, answers: { ...visiting.answers }, photos: { ...visiting.photos } };
  const key = `visit:${values.client_id}`;
  const keep = () => write("drafts", values, key);
  const title = values.customer.name;
  const answer = async (step, value) => {
    values.answers[step.key] = value;
    const before = values.items[step.key] && (await find(values.items[step.key]));
    // An answer that still waits is replaced; one that was sent is followed by a newer one.
    const id = before?.tries === 0 ? before.client_id : uuid();
    values.items[step.key] = id;
    await keep();
    await put({ client_id: id, kind: "visit.step", title: `${title} · ${step.label}`, values: { visit: values.client_id, step: step.key, value } });
  };
  const source = piece("visits").types.find((one) => one.id === values.type)?.photos_from ?? "any";
  const shots = (step) => {
    const small = thumbs(values.client_id, step);
    const taken = async (blobs) => {
      values.photos[step] = (values.photos[step] ?? 0) + blobs.length;
      small.append(...blobs.map(thumb));
      await keep();
    };
    return [photoButton({ visit: values.client_id, customer: values.customer, step, source, taken }), values.photos[step] > 0 && h("small", {}, word("pictures", { n: values.photos[step] })), small];
  };
  const note = h("textarea", { class: "form-control", rows: 4, value: values.note ?? "", oninput: () => ((values.note = note.value), keep()) });
  const next = h("input", { class: "form-control", type: "date", min: held.state.today, value: values.next_on ?? "", oninput: () => ((values.next_on = next.value), keep()) });
  const days = [[1, word("tomorrow")], [3, word("inDays", { n: 3 })], [7, word("inDays", { n: 7 })]].map(([number, label]) => [addDays(held.state.today, number), label]);
  const out = h("button", { type: "button", class: "btn btn-primary btn-lg btn-block" }, icon("door-exit"), word("signOut"));
  out.addEventListener("click", async () => {
    const missing = values.steps.find((one) => one.is_required && (one.kind === "photo" ? !values.photos[one.key] : [undefined, ""].includes(values.answers[one.key])));
    if (missing) return toast(word("stepMissing", { step: missing.label }));
    out.disabled = true;
    // Signing out needs no exact place: whoever is refused one still gets home.
    const place = await Promise.race([locate().catch(() => null), new Promise((done) => setTimeout(done, 4000, null))]);
    await put({ kind: "visit.out", title: `${word("signOut")} · ${title}`, values: { visit: values.client_id, note: values.note ?? "", next_on: values.next_on || null, next_note: "" }, place });
    await drop("drafts", key);
    toast(word("kept"));
    location.hash = "#/";
  });
  return [
    head(title),
    h("p", { class: "phone-hint" }, word("since", { at: clock(values.at) }), values.customer.address ? ` · ${values.customer.address}` : ""),
    values.steps.length > 0 && card(word("steps"), values.steps.map((step) => h("div", { class: "phone-step" }, stepControl(step, values, answer, shots)))),
    card(word("photos"), shots("")),
    field(word("visitNote"), note),
    h("div", { class: "phone-field" }, h("span", {}, word("nextContact")), chips(days, values.next_on, (day) => ((values.next_on = next.value = day), keep())), next),
    h("div", { class: "phone-foot" }, out),
  ].filter(Boolean);
}

function stepControl(step, values, answer, shots) {
  const label = step.label + (step.is_required ? " *" : "");
  const now = values.answers[step.key];
  if (step.kind === "photo") return [h("strong", {}, label), shots(step.key)];
  if (step.kind === "yes_no") return [h("strong", {}, label), chips([[true, word("yes")], [false, word("no")]], now, (value) => answer(step, value))];
  const isNumber = step.kind === "number";
  const input = isNumber
    ? h("input", { class: "form-control", type: "number", inputmode: "decimal", step: "any", value: now ?? "" })
    : h("textarea", { class: "form-control", rows: 2, value: now ?? "" });
  input.addEventListener("change", () => input.value !== "" && input.validity.valid && answer(step, isNumber ? Number(input.value) : input.value));
  return field(label, input);
}
