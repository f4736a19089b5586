// Sign in or out of the day in one tap; outside the places the phone says so, and how sure it is.
import { clock, distance, h, icon, metres, toast, word } from "../dom.js";
import { list, put } from "../outbox.js";
import { locate, pair } from "../place.js";
import { piece } from "../state.js";
import { card, empty, head, row } from "./parts.js";

export async function punch() {
  const agreed = piece("attendance");
  const queued = (await list()).filter((one) => one.kind === "attendance.punch");
  const isIn = isNextIn(agreed, queued);
  const where = h("p", { class: "phone-where", role: "status" }, word("locating"));
  const reason = h("input", { class: "form-control", maxlength: 200, placeholder: word("reasonOutside"), "aria-label": word("reasonOutside"), hidden: true });
  const other = h("button", { type: "button", class: "btn btn-ghost" }, word(isIn ? "punchOutInstead" : "punchInInstead"));
  const big = h("button", { type: "button", class: "phone-punch", disabled: true }, icon("fingerprint"), h("strong", {}, word(isIn ? "punchIn" : "punchOut")));
  let place = null;
  const found = locate().then(
    (here) => {
      place = here;
      const near = nearest(agreed, here);
      where.replaceChildren(told(near, here));
      reason.hidden = !near?.isOutside;
    },
    (error) => {
      where.replaceChildren(word(error.code === 1 ? "placeRefused" : "placeUnknown"));
      reason.hidden = !agreed.places.length;
    },
  );
  found.then(() => (big.disabled = false));
  const send = async (isSigningIn) => {
    if (!reason.hidden && agreed.needs_note && !reason.value.trim()) {
      reason.focus();
      return toast(word("reasonNeeded"));
    }
    big.disabled = true;
    await put({ kind: "attendance.punch", title: `${word("tilePunch")} · ${word(isSigningIn ? "punchIn" : "punchOut")}`, values: { is_in: isSigningIn, reason: reason.value.trim() }, place });
    toast(word("kept"));
    location.hash = "#/";
  };
  big.addEventListener("click", () => send(isIn));
  other.addEventListener("click", () => send(!isIn));
  return [
    head(word("tilePunch")),
    h("p", { class: "phone-hint" }, agreed.is_workday ? agreed.shift.map((one) => `${one.begins}–${one.ends}`).join(", ") : word("dayOff")),
    h("div", { class: "phone-center" }, big, where, reason, other),
    card(word("punchesToday"), rows(agreed, queued)),
  ];
}

/** As the server sees it, and after what waits on the phone: in at first, and after every out while a pair is left. */
export function isNextIn({ next, punches, shift }, queued) {
  if (!queued.length) return next === "in";
  const all = [...punches, ...queued.map((one) => one.values)];
  return !all.at(-1).is_in && all.filter((one) => !one.is_in).length < shift.length;
}

/** The place that holds this position, else the nearest; null where every place is fine. */
function nearest({ places, doubt }, here) {
  const all = places.map((one) => ({ ...one, metres: distance([one.latitude, one.longitude], pair(here)) })).sort((one, other) => one.metres - one.radius - (other.metres - other.radius));
  if (!all.length) return null;
  const isOutside = all.every((one) => one.metres - Math.min(here.accuracy, doubt) > one.radius);
  return { ...all[0], isOutside };
}

function told(near, here) {
  const exact = word("accuracy", { n: Math.round(here.accuracy) });
  if (!near) return exact;
  return `${word(near.isOutside ? "outsideOf" : "within", { place: near.name, metres: metres(near.metres) })} · ${exact}`;
}

function rows({ punches }, queued) {
  const made = punches.map((one) => row({ sign: one.is_in ? "login-2" : "logout", title: `${word(one.is_in ? "punchIn" : "punchOut")} ${clock(one.at)}`, under: [one.standing_label, one.place, one.reason].filter(Boolean).join(" · ") }));
  const waiting = queued.map((one) => row({ href: "#/queue", sign: "cloud-upload", title: `${one.title} ${clock(one.claimed_at)}`, under: word("notSent") }));
  return made.length + waiting.length ? [...made, ...waiting] : empty(word("noPunch"));
}
