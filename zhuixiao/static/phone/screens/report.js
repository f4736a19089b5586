// The own daily or weekly report: one line a sentence. #/report?kind=day&start=2026-03-02 or ?item=<queued item>
import { h, toast, word } from "../dom.js";
import { find, list, put } from "../outbox.js";
import { piece } from "../state.js";
import { drop, read, write } from "../store.js";
import { field, head } from "./parts.js";

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Sentences to tick: a ticked one stands in the text, an unticked one does not. One changed by hand counts as not taken. */
function offers(part, box) {
  if (!part.offers?.length) return null;
  const ticks = [];
  const take = ({ target }) => {
    const rest = linesOf(box.value).filter((line) => line !== target.value);
    box.value = [...rest, ...(target.checked ? [target.value] : [])].join("\n");
    box.dispatchEvent(new Event("input"));
  };
  const tick = (line) => {
    const input = h("input", { class: "form-check-input", type: "checkbox", onchange: take });
    input.value = line;
    ticks.push(input);
    return h("label", { class: "phone-pick" }, input, h("span", {}, line));
  };
  const show = () => {
    const taken = new Set(linesOf(box.value));
    for (const one of ticks) one.checked = taken.has(one.value);
  };
  box.addEventListener("input", show);
  const groups = part.offers.map((group) => h("fieldset", { class: "phone-picks" }, h("legend", {}, group.heading), group.lines.map(tick)));
  show();
  return h("details", {}, h("summary", {}, part.offer), groups);
}

export async function report({ kind = "day", start, item }) {
  // What waits to be sent of the same report is gone on with, so that one phone never disputes with itself.
  const own = piece("reports");
  const asked = own.find((each) => each.kind === kind && (!start || each.start === start));
  const queued = item ? await find(item) : (await list()).find((one) => one.kind === "report.draft" && one.values.kind === kind && one.values.start === asked?.start);
  const wanted = own.find((one) => one.kind === (queued?.values.kind ?? kind) && one.start === (queued?.values.start ?? asked?.start)) ?? own[0];
  const key = `report:${wanted.kind}:${wanted.start}`;
  const draft = queued ? null : await read("drafts", key);
  // The version that the typed words began from: one that was saved elsewhere since is not overwritten unseen.
  const seen = draft?.seen ?? wanted.seen;
  const texts = {};
  const boxes = wanted.parts.map((part) => {
    const lines = queued?.values[part.key] ?? part.lines;
    texts[part.key] = draft?.[part.key] ?? lines.join("\n");
    const box = h("textarea", { class: "form-control", rows: 5, value: texts[part.key], name: part.key });
    box.addEventListener("input", () => ((texts[part.key] = box.value), write("drafts", { ...texts, seen }, key)));
    return [field(part.label + (part.is_required ? " *" : ""), box), offers(part, box)];
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
    const version = isConflict ? null : (queued ? queued.values.version : seen);
    await put({ mended: queued, kind: "report.draft", title: `${wanted.title} ${wanted.label}`, values: { kind: wanted.kind, start: wanted.start, version, submit: isSubmitted, ...lines }, screen: "#/report" });
    await drop("drafts", key);
    toast(word("kept"));
    location.hash = "#/";
  });
  return [head(wanted.title, queued && item ? "#/queue" : "#/"), form];
}
