// <button type="button" data-choose="id_region" data-value="440106" data-text="…">: one click chooses this in the select
// of that id, also in a searchable one whose options are not in the page.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  const select = button && document.getElementById(button.dataset.choose);
  if (!select) return;
  const { value, text } = button.dataset;
  if (select.tomselect) {
    select.tomselect.addOption({ value, text });
    select.tomselect.setValue(value);
  } else {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
