// The own daily or weekly report: one line a sentence. #/report?kind=day or ?item=<queued item>
import { h, toast, word } from "../dom.js";
import { find, list, put } from "../outbox.js";
import { piece } from "../state.js";
import { drop, read, write } from "../store.js";
import { field, head } from "./parts.js";

export async function report({ kind = "day", item }) {
  // What waits to be sent of the same report is gone on with, so that one phone never disputes with itself.
  const own = piece("reports");
  const queued = item ? await find(item) : (await list()).find((one) => one.kind === "report.draft" && one.values.kind === kind && one.values.start === own.find((each) => each.kind === kind)?.start);
  const wanted = own.find((one) => one.kind === (queued?.values.kind ?? kind) && (!queued || one.start === queued.values.start)) ?? own[0];
  const key = `report:${wanted.kind}:${wanted.start}`;
  const draft = queued ? null : await read("drafts", key);
  const texts = {};
  const boxes = wanted.parts.map((part) => {
    const lines = queued?.values[part.key] ?? part.lines;
    texts[part.key] = draft?.[part.key] ?? lines.join("\n");
    const box = h("textarea", { class: "form-control", rows: 5, value: texts[part.key], name: part.key });
    box.addEventListener("input", () => ((texts[part.key] = box.value), write("drafts", texts, key)));
    return field(part.label + (part.is_required ? " *" : ""), box);
  });
  const isConflict = queued?.error?.code === "conflict";
  const form = h(
    "form",
    { class: "phone-form" },
    h("p", { class: "phone-hint" }, wanted.label, " · ", word("oneLine")),
    queued?.error && h("p", { class: "notice notice-red", role: "alert" }, queued.error.title, isConflict && h("a", { href: wanted.url }, ` ${word("theirs")}`)),
    boxes,
    h(
      "div",
      { class: "phone-foot phone-foot-two" },
      h("button", { class: "btn btn-lg", name: "act", value: "draft" }, word("saveDraft")),
      h("button", { class: "btn btn-primary btn-lg", name: "act", value: "submit" }, isConflict ? word("keepMine") : word("submit")),
    ),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isSubmitted = event.submitter?.value === "submit";
    const lines = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.split("\n").filter((line) => line.trim())]));
    if (isSubmitted) {
      const missing = wanted.parts.find((part) => part.is_required && !lines[part.key].length);
      if (missing) return toast(word("writePart", { part: missing.label }));
    }
    // A disputed report is sent without the version that was seen: that is what "keep mine" says.
    const version = isConflict ? null : (queued?.values.version ?? wanted.version);
    await put({ client_id: queued?.client_id, kind: "report.draft", title: `${wanted.title} ${wanted.label}`, values: { kind: wanted.kind, start: wanted.start, version, submit: isSubmitted, ...lines }, screen: "#/report" });
    await drop("drafts", key);
    toast(word("kept"));
    location.hash = "#/";
  });
  return [head(wanted.title, queued && item ? "#/queue" : "#/"), form];
}
