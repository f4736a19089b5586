// Change what still waits in the queue and has no form of its own: the customer, a note, a reason, a number. #/mend?item=…
import { h, toast, word } from "../dom.js";
import { find, put } from "../outbox.js";
import { customerField, customerOf, empty, field, head } from "./parts.js";

// What can be changed, how it is called, and what it is written into.
const LABELS = { reason: ["reasonOutside", "text"], note: ["visitNote", "lines"], value: ["answer", "lines"], next_on: ["nextContact", "date"] };

export async function mend({ item }) {
  const queued = await find(item);
  if (!queued) return [head(word("edit"), "#/queue"), empty(word("queueEmpty"))];
  const values = { ...queued.values };
  const fields = [];
  if (values.customer) {
    // Of one that the phone does not hold only the title has the name, at its end.
    fields.push(customerField(customerOf(values.customer, queued.title.split(" · ").at(-1)), (one) => (values.customer = one?.id ?? null)));
  }
  for (const [name, [label, kind]] of Object.entries(LABELS).filter(([name]) => isThere(values, name))) {
    const isNumber = typeof values[name] === "number";
    const input = kind === "lines" && !isNumber ? h("textarea", { class: "form-control", rows: 4, value: values[name] }) : h("input", { class: "form-control", type: isNumber ? "number" : kind, step: "any", value: values[name] ?? "" });
    const read = () => (isNumber ? Number(input.value) : kind === "date" ? input.value || null : input.value);
    input.addEventListener("input", () => (values[name] = read()));
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
    await put({ mended: queued, kind: queued.kind, title: queued.title, values, files: queued.files, screen: queued.screen });
    toast(word("kept"));
    location.hash = "#/queue";
  });
  return [head(word("edit"), "#/queue"), form];
}

/** Whether there is anything in it that a person could change. */
export const isMendable = ({ values }) => Boolean(values.customer) || Object.keys(LABELS).some((name) => isThere(values, name));

const isThere = (values, name) => ["string", "number"].includes(typeof values[name]) || (name === "next_on" && name in values);
