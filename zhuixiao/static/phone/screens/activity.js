// Write down what was done with a customer, and when to come again. #/activity?customer=7 or ?item=<queued item>
import { addDays, h, toast, word } from "../dom.js";
import { find, put } from "../outbox.js";
import { held, piece } from "../state.js";
import { drop, read, write } from "../store.js";
import { chips, customerField, customerOf, field, head } from "./parts.js";

const DRAFT = "activity";

export async function activity({ customer, name, item }) {
  const { types } = piece("records");
  const queued = item ? await find(item) : null;
  const asked = customerOf(customer, name);
  const draft = queued ? null : asked ? null : await read("drafts", DRAFT);
  const known = queued?.values ?? draft ?? {};
  const values = { customer_id: asked?.id, customer: asked?.name ?? "", type_id: types[0]?.id, subject: "", description: "", next_on: "", next_note: "", ...known };
  const keep = () => !queued && write("drafts", { ...values }, DRAFT);
  const bound = (node, name) => (node.addEventListener("input", () => ((values[name] = node.value), keep())), node);
  const subject = bound(h("input", { class: "form-control", maxlength: 120, required: true, value: values.subject, placeholder: word("subjectHint"), enterkeyhint: "next" }), "subject");
  const text = bound(h("textarea", { class: "form-control", rows: 5, value: values.description }), "description");
  const next = bound(h("input", { class: "form-control", type: "date", min: held.state.today, value: values.next_on }), "next_on");
  const note = bound(h("input", { class: "form-control", maxlength: 200, value: values.next_note, placeholder: word("nextNote") }), "next_note");
  const days = [[1, word("tomorrow")], [3, word("inDays", { n: 3 })], [7, word("inDays", { n: 7 })]].map(([number, label]) => [addDays(held.state.today, number), label]);
  const form = h(
    "form",
    { class: "phone-form" },
    queued?.error && h("p", { class: "notice notice-red", role: "alert" }, queued.error.title),
    customerField(values.customer_id ? { id: values.customer_id, name: values.customer } : null, (one) => {
      values.customer_id = one?.id ?? null;
      values.customer = one?.name ?? "";
      keep();
    }),
    h("div", { class: "phone-field" }, h("span", {}, word("type")), chips(types.map((one) => [one.id, one.name]), values.type_id, (id) => ((values.type_id = id), keep()))),
    field(word("subject"), subject),
    field(word("description"), text),
    h("div", { class: "phone-field" }, h("span", {}, word("nextContact")), chips(days, values.next_on, (day) => ((values.next_on = next.value = day), keep())), next, note),
    h("div", { class: "phone-foot" }, h("button", { class: "btn btn-primary btn-lg btn-block" }, word("save"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { customer: called, ...sent } = values;
    await put({ mended: queued, kind: "activity", title: `${called} · ${values.subject}`, values: { ...sent, customer: called, next_on: values.next_on || null }, files: queued?.files ?? [], screen: "#/activity" });
    await drop("drafts", DRAFT);
    toast(word("kept"));
    location.hash = queued ? "#/queue" : "#/";
  });
  return [head(word("tileRecord"), queued ? "#/queue" : "#/"), form];
}
