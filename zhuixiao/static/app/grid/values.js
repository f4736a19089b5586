// The control for the value of a condition, by operator and kind of field.
import { h } from "./dom.js";
import { choicesOf, pick } from "./picker.js";

const NUMBERS = ["integer", "number", "money", "days", "days_left"];
const TIMES = ["date", "moment"];

export function makeValue(item, column, config) {
  const { words } = config;

  function input(read, write) {
    const isNumber = NUMBERS.includes(column.kind);
    const isTime = TIMES.includes(column.kind);
    const type = isNumber ? "number" : isTime ? "date" : "text";
    const element = h("input", { type, class: "form-control", value: read() ?? "", step: isNumber ? "any" : null, maxlength: type === "text" ? 100 : null, "aria-label": words.value });
    element.addEventListener("input", () => {
      const number = column.kind === "money" ? Math.round(Number(element.value) * 100) : Number(element.value);
      write(isNumber && element.value !== "" ? number : element.value);
    });
    return element;
  }

  const minor = (value) => (column.kind === "money" && typeof value === "number" ? value / 100 : value);

  function between() {
    item.value ??= ["", ""];
    const side = (place) => input(() => minor(item.value[place]), (value) => (item.value[place] = value));
    return h("div", { class: "builder-two" }, side(0), h("span", {}, words.to), side(1));
  }

  function relative() {
    item.value ??= "today";
    const [name, count] = item.value.split(":");
    const chosen = count ? `${name}:` : name;
    const days = h("input", { type: "number", class: "form-control", min: 1, max: 9999, value: count ?? 30, "aria-label": words.n });
    const select = h("select", { class: "form-select", "aria-label": words.value });
    select.append(...config.relative.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    const write = () => {
      days.hidden = !select.value.endsWith(":");
      item.value = days.hidden ? select.value : `${select.value}${Math.max(1, Number(days.value) || 1)}`;
    };
    select.addEventListener("change", write);
    days.addEventListener("input", write);
    write();
    return h("div", { class: "builder-two" }, select, days);
  }

  function lately() {
    item.value ??= { days: 90, ids: [] };
    const days = h("input", { type: "number", class: "form-control", min: 1, max: 9999, value: item.value.days, "aria-label": words.n });
    days.addEventListener("input", () => (item.value.days = Math.min(9999, Math.max(1, Math.round(Number(days.value)) || 1))));
    const ids = { get value() { return item.value.ids; }, set value(values) { item.value.ids = values; } };
    return h("div", { class: "builder-two" }, chosen(ids), days);
  }

  function chosen(held = item) {
    held.value ??= [];
    const button = h("button", { type: "button", class: "form-select builder-pick", "aria-haspopup": "listbox" });
    const show = async () => {
      const items = await choicesOf(column, config.urls);
      const texts = held.value.map((value) => items.find((one) => one.value === value)?.text ?? value);
      button.textContent = texts.join(" · ") || words.choose;
    };
    button.addEventListener("click", async () =>
      pick({
        anchor: button,
        items: await choicesOf(column, config.urls),
        chosen: held.value,
        isMany: true,
        words,
        onChange: (values) => {
          held.value = values;
          show();
        },
        onClose: () => button.focus(),
      }),
    );
    show();
    return button;
  }

  switch (item.is) {
    case "empty":
    case "filled":
      return h("span", {});
    case "in":
    case "not_in":
      return chosen();
    case "between":
      return between();
    case "lately":
      return lately();
    case "relative":
      return relative();
    default:
      return input(() => minor(item.value), (value) => (item.value = value));
  }
}
