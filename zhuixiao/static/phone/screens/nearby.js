// Customers around: with a network from the server, also those of pools; without one, the own ones that the phone keeps.
import { distance, h, icon, metres, toast, word } from "../dom.js";
import { locate, pair } from "../place.js";
import { held, piece } from "../state.js";
import { at, chips, customers, empty, head } from "./parts.js";

const shell = document.getElementById("phone").dataset;
const asked = { radius: 3000, whose: "all", quiet: "" };
const MOST = 60;
let last = null;

export function nearby() {
  const where = h("p", { class: "phone-where", role: "status" }, word("locating"));
  const found = h("ul", { class: "phone-list" });
  let here = last;
  const ask = async () => {
    if (!here) return;
    where.replaceChildren(word("accuracy", { n: Math.round(here.accuracy) }));
    const rows = (await online(here).catch(() => null)) ?? offline(here);
    found.replaceChildren(...(rows.length ? rows.map(entry) : [empty(word("nobodyNear"))]));
  };
  const choose = (name) => (value) => ((asked[name] = value), ask());
  locate().then(
    (place) => ((here = last = place), ask()),
    (error) => where.replaceChildren(word(error.code === 1 ? "placeRefused" : "placeUnknown")),
  );
  if (here) ask();
  return [
    head(word("tileNearby")),
    chips([500, 1000, 3000, 10000].map((one) => [one, metres(one)]), asked.radius, choose("radius")),
    chips([["all", word("whoseAll")], ["mine", word("whoseMine")], ["pool", word("whosePool")]], asked.whose, choose("whose")),
    chips([["", word("anyTime")], ...[7, 30, 90].map((one) => [String(one), word("quietFor", { n: one })])], asked.quiet, choose("quiet")),
    h("div", { class: "phone-split" }, where, h("a", { class: "phone-more", href: shell.nearby }, word("map"))),
    found,
  ];
}

async function online(here) {
  const query = new URLSearchParams({ latitude: here.latitude, longitude: here.longitude, radius: asked.radius, whose: asked.whose, quiet: asked.quiet });
  const answer = await fetch(`${shell.nearbyPoints}?${query}`, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return null;
  return (await answer.json()).rows;
}

function offline(here) {
  const quiet = (one) => (one.lastContact ? Math.floor((Date.parse(held.state.at) - Date.parse(one.lastContact)) / 86400000) : null);
  if (asked.whose === "pool") return [];
  return customers()
    .filter((one) => one.latitude !== null)
    .map((one) => ({ ...one, metres: distance([one.latitude, one.longitude], pair(here)), quiet_days: quiet(one), is_mine: true, may_call: piece("customers").may_call, links: [] }))
    .filter((one) => one.metres <= asked.radius && (!asked.quiet || one.quiet_days === null || one.quiet_days >= Number(asked.quiet)))
    .sort((one, other) => one.metres - other.metres)
    .slice(0, MOST);
}

function entry(one) {
  const contact = one.quiet_days === null || one.quiet_days === undefined ? word("neverContacted") : word("quietDays", { n: one.quiet_days });
  return h(
    "li",
    { class: "phone-card", "data-customer": one.id },
    h("div", { class: "phone-split" }, h("strong", {}, one.name), h("span", { class: "phone-row-end" }, metres(one.metres))),
    h("small", {}, [one.stage, one.is_pooled ? word("whosePool") : one.owner, contact].filter(Boolean).join(" · ")),
    h(
      "div",
      { class: "phone-buttons" },
      !one.is_pooled && piece("visits") && h("a", { class: "btn btn-primary", href: at("visit", one) }, icon("map-pin"), word("signIn")),
      one.is_pooled && h("button", { type: "button", class: "btn btn-primary", onclick: (event) => claim(event.currentTarget, one) }, icon("hand-grab"), word("claim")),
      one.may_call && h("button", { type: "button", class: "btn", onclick: () => call(one) }, icon("phone"), word("call")),
      one.links.map(([label, url]) => h("a", { class: "btn", href: url, target: "_blank", rel: "noopener noreferrer" }, icon("navigation"), label)),
    ),
  );
}

const post = (url, values) => fetch(url, { method: "POST", headers: { "X-CSRFToken": held.csrf, Accept: "application/json", "HX-Request": "true" }, body: new URLSearchParams(values), redirect: "manual" });

/** The number is told one by one, and each telling is written down. */
async function call(one) {
  const answer = await post(shell.reveal.replace("/0/", `/${one.id}/`), { field: "phone" }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  if (answer?.ok && body.dial?.length) location.assign(`tel:${body.dial[0]}`);
  else toast(body?.title ?? word(answer?.ok ? "noNumber" : "needsNetwork"));
}

async function claim(button, one) {
  button.disabled = true;
  const answer = await post(shell.claim, { customer: one.id }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  toast(body?.text ?? word("needsNetwork"));
  if (answer?.ok) button.replaceWith(h("a", { class: "btn", href: `/customers/${one.id}/` }, icon("building"), word("openCustomer")));
  else button.disabled = false;
}
