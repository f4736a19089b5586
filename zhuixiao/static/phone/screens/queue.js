// What waits to be sent: in order, with the reason where the server said no.
import { dateTime, h, icon, word } from "../dom.js";
import { counts, events, list, remove, retry } from "../outbox.js";
import { held } from "../state.js";
import { isMendable } from "./mend.js";
import { empty, head } from "./parts.js";

// Which one the next press deletes: what is deleted here nobody has.
let asked = "";

export async function queue() {
  const items = await list();
  return [
    head(word("queue"), "#/me"),
    h("p", { class: "phone-hint" }, items.length ? word(held.isOffline ? "queueOffline" : "queueHint") : ""),
    items.length ? h("ul", { class: "phone-list", "aria-busy": String(counts.isSending) }, items.map(entry)) : empty(word("queueEmpty")),
  ];
}

function entry(item) {
  const isLate = item.error?.code === "late";
  const isFailed = item.state === "failed" && !isLate;
  const waits = item.error?.code === "waits";
  const state = isLate ? word("tooLate") : isFailed ? word("refused") : waits ? word("waitsForOther") : item.was ? word("mendedOnWay") : item.tries ? word("tried", { n: item.tries }) : word("notSent");
  const buttons = [
    !isLate && h("button", { type: "button", class: "btn", onclick: () => retry(item.client_id) }, icon("refresh"), word("retry")),
    !isLate && (item.screen || isMendable(item)) && h("a", { class: "btn", href: `${item.screen || "#/mend"}?item=${item.client_id}` }, icon("pencil"), word("edit")),
    isLate && item.error.url && h("a", { class: "btn", href: item.error.url }, icon("external-link"), word("openRecord")),
    h("button", { type: "button", class: "btn btn-ghost text-danger", onclick: () => sure(item) }, icon("trash"), word(asked === item.client_id ? "deleteSure" : "delete")),
  ];
  return h(
    "li",
    { class: "phone-card", "data-item": item.client_id, "data-state": item.state },
    h("strong", {}, item.title),
    h("small", {}, `${dateTime(item.claimed_at)} · ${state}${item.files.length ? ` · ${word("pictures", { n: item.files.length })}` : ""}`),
    item.error?.title && h("p", { class: `notice notice-${isFailed ? "red" : "amber"}` }, item.error.title),
    isLate && h("div", { class: "notice notice-amber" }, h("span", {}, word("tooLateHint"), item.error.lines.map((line) => [h("br"), h("q", {}, line)]))),
    h("div", { class: "phone-buttons" }, buttons),
  );
}

function sure(item) {
  if (asked === item.client_id) return remove(item.client_id);
  asked = item.client_id;
  events.dispatchEvent(new Event("outbox"));
}
