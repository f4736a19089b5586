// Two people changed the same cell: before, yours, theirs; whoever edits decides.
import { h } from "./dom.js";

/** Answers true for "keep mine". */
export function resolve(conflict, words) {
  const dialog = h("dialog", { class: "dialog dialog-small", "aria-labelledby": "conflict-title" });
  const side = (label, text) => h("div", {}, h("dt", {}, label), h("dd", {}, text || words.empty));
  dialog.append(
    h("header", { class: "dialog-head" }, h("h2", { class: "dialog-title", id: "conflict-title" }, conflict.label)),
    h("div", { class: "dialog-body" }, h("p", { class: "text-secondary" }, conflict.title), h("dl", { class: "facts" }, side(words.base, conflict.base), side(words.mine, conflict.mine), side(words.theirs, conflict.theirs))),
    h(
      "form",
      { method: "dialog", class: "form-foot" },
      h("button", { class: "btn btn-primary", value: "mine" }, words.keepMine),
      h("button", { class: "btn", value: "theirs" }, words.takeTheirs),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "mine");
    });
  });
}
