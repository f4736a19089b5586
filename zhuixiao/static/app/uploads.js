// Files of a form are uploaded at once when chosen, dropped on the form or pasted into it: <div data-uploads data-url="…">
// with [data-uploads-list] and a file input. Each file becomes a hidden input file_ids.
import { each, icon, uuid } from "./page.js";
import { renewed } from "./session.js";
import { toast } from "./toasts.js";

each("[data-uploads]", (box) => {
  const form = box.closest("form");
  const list = box.querySelector("[data-uploads-list]");
  const input = box.querySelector("input[type=file]");
  let pending = 0;
  let isAsked = false;

  function add(files) {
    [...files].forEach(upload);
  }

  async function upload(file) {
    const item = draw(file);
    list.append(item);
    pending += 1;
    try {
      const stored = await send(file);
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "file_ids", value: stored.id });
      if (stored.thumb) item.querySelector(".icon").replaceWith(Object.assign(document.createElement("img"), { src: stored.thumb, alt: stored.name }));
      item.append(hidden);
      item.classList.remove("is-busy");
    } catch (error) {
      item.remove();
      toast({ text: error.message || box.dataset.failed, kind: "error" });
    }
    pending -= 1;
    if (isAsked && !pending) {
      isAsked = false;
      form.requestSubmit();
    }
  }

  async function send(file) {
    const body = new FormData();
    body.append("file", file, file.name || "image.png");
    body.append("request_id", uuid());
    const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content, Accept: "application/json" };
    const answer = await fetch(box.dataset.url, { method: "POST", body, headers }).catch(() => null);
    if (answer?.status === 401 && (await renewed())) return send(file);
    if (answer?.ok) return answer.json();
    const problem = await answer?.json().catch(() => ({}));
    throw new Error(problem?.title ?? "");
  }

  function draw(file) {
    const item = Object.assign(document.createElement("span"), { className: "upload is-busy" });
    const name = Object.assign(document.createElement("span"), { className: "upload-name", textContent: file.name });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "upload-remove" });
    remove.setAttribute("aria-label", box.dataset.remove);
    remove.dataset.uploadsRemove = "";
    remove.append(icon("x"));
    item.append(icon("file"), name, remove);
    return item;
  }

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  list.addEventListener("click", (event) => event.target.closest("[data-uploads-remove]")?.closest(".upload").remove());
  form.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      add(event.clipboardData.files);
    }
  });
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  // Sent before the files are there: the form goes by itself when they are.
  form.addEventListener(
    "submit",
    (event) => {
      if (!pending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      isAsked = true;
    },
    true,
  );
});
