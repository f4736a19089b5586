// The form of an action record (form[data-record]): the chosen type brings its template, recent subjects and the hint
// about transcripts from <script id="record-types">; [data-record-standards] folds the entry standards away.
import { each, store } from "./page.js";

const STANDARDS = "record:hide-standards";

each("form[data-record]", (form) => {
  const types = JSON.parse(form.querySelector("#record-types").textContent);
  const { subject, description } = form.elements;
  const hint = form.querySelector("[data-record-transcript]");
  const subjects = form.querySelector("[data-record-subjects]");
  let template = "";

  const isUntouched = () => description.value.trim() === "" || description.value.trim() === template.trim();

  function choose() {
    const type = types[form.elements.type.value];
    if (!type) return;
    if (isUntouched()) {
      template = type.template;
      description.value = template;
    }
    hint.hidden = !type.needsTranscript;
    suggest(type.subjects);
  }

  function suggest(texts) {
    subjects.hidden = texts.length === 0;
    subjects.replaceChildren(
      ...texts.map((text) => {
        const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: text });
        chip.addEventListener("click", () => {
          subject.value = text;
          subject.dispatchEvent(new Event("input", { bubbles: true }));
          description.focus();
        });
        return chip;
      }),
    );
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "type") choose();
  });
  // A template that nobody filled in says nothing.
  form.addEventListener("submit", () => isUntouched() && (description.value = ""), true);
  choose();
});

// A second click on the chosen contact takes it away again.
each("[data-toggle-off]", (radio) => {
  let wasOn = radio.checked;
  radio.form.addEventListener("change", () => setTimeout(() => (wasOn = radio.checked)));
  radio.addEventListener("click", () => {
    if (wasOn) radio.checked = false;
    wasOn = radio.checked;
  });
});

// The summary of the folded people picker names who is ticked.
each("[data-people-names]", (names) => {
  const picker = names.closest("details");
  const list = new Intl.ListFormat(document.documentElement.lang, { style: "narrow", type: "conjunction" });
  const update = () => {
    const ticked = [...picker.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.textContent.trim());
    names.textContent = ticked.length ? list.format(ticked) : names.dataset.peopleNames;
  };
  picker.addEventListener("change", update);
  update();
});

each("[data-record-standards]", (button) => {
  const show = (isHidden) => {
    button.form.classList.toggle("hide-standards", isHidden);
    button.setAttribute("aria-pressed", String(!isHidden));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const isHidden = !button.form.classList.contains("hide-standards");
    store.write(STANDARDS, isHidden);
    show(isHidden);
  });
  show(store.read(STANDARDS) === true);
});
