// Change what still waits in the queue and has no form of its own: the customer, a note, a reason, a number. #/mend?item=…
import { h, toast, word } from "../dom.js";
import { find, put } from "../outbox.js";
import { customerField, customers, empty, field, head } from "./parts.js";

const LABELS = { reason: "reasonOutside", note: "visitNote", value: "answer" };

export async function mend({ item }) {
  const queued = await find(item);
  if (!queued) return [head(word("edit"), "#/queue"), empty(word("queueEmpty"))];
  const values = { ...queued.values };
  const fields = [];
  if (values.customer) {
    const known = customers().find((one) => one.id === values.customer) ?? { id: values.customer, name: "" };
    fields.push(customerField(known, (one) => (values.customer = one?.id ?? null)));
  }
  for (const [name, label] of Object.entries(LABELS)) {
    if (!["string", "number"].includes(typeof values[name])) continue;
    const isNumber = typeof values[name] === "number";
    const input = h("input", { class: "form-control", type: isNumber ? "number" : "text", step: "any", value: values[name] });
    input.addEventListener("input", () => (values[name] = isNumber ? Number(input.value) : input.value));
    fields.push(field(word(label), input));
  }
  const form = h(
    "form",
    { class: "phone-form" },
    h("p", { class: "phone-hint" }, queued.title),
    queued.error?.title && h("p", { class: "notice notice-red", role: "alert" }, queued.error.title),
    fields,
    h("div", { class: "phone-foot" }, h("button", { class: "btn btn-primary btn-lg btn-block" }, word("save"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await put({ client_id: queued.client_id, kind: queued.kind, title: queued.title, values, files: queued.files, screen: queued.screen });
    toast(word("kept"));
    location.hash = "#/queue";
  });
  return [head(word("edit"), "#/queue"), form];
}

/** Whether there is anything in it that a person could change. */
export const isMendable = ({ values }) => Boolean(values.customer) || Object.keys(LABELS).some((name) => ["string", "number"].includes(typeof values[name]));
