// The lines of an order: <section data-lines data-price-url="/orders/products/0/price/" data-currency="CNY"> holds rows
// in [data-line-rows], an empty one in <template data-line-blank>, and shows sums in [data-sum="amount"].
// A product brings its price for the customer, until somebody types one. Enter goes on to the next line.
import { each, later } from "./page.js";
import { costOf, money, shareOf, sums, wholeParts } from "./sums.js";

const SCALES = { quantity: 3, price: 4, discount: 2, tax: 2 };

each("[data-lines]", (root) => {
  const form = root.closest("form");
  const body = root.querySelector("[data-line-rows]");
  const rows = () => [...body.querySelectorAll(".line-row")];
  const field = (row, name) => row.querySelector(`[data-line="${name}"]`);
  const named = (name) => form.elements.namedItem(name);

  function read(row) {
    const values = Object.fromEntries(
      Object.entries(SCALES).map(([name, scale]) => [name, wholeParts(field(row, name).value || "0", scale)]),
    );
    return Object.values(values).includes(null) ? null : values;
  }

  function isEmpty(row) {
    return !field(row, "product").value && !field(row, "name").value && !field(row, "price").value;
  }

  function show(name, text) {
    const place = root.querySelector(`[data-sum="${name}"]`);
    if (place) place.textContent = text;
  }

  function count() {
    const own = root.querySelector("[data-order-currency]").value.trim().toUpperCase() || root.dataset.currency;
    const isForeign = own !== root.dataset.currency;
    root.querySelector("[data-order-rate]").hidden = !isForeign;
    root.querySelector("[data-sum-base]").hidden = !isForeign;
    const rate = isForeign ? wholeParts(named("rate").value || "0", 6) || 0n : 1_000_000n;
    const told = rows().filter((row) => !isEmpty(row));
    const lines = told.map(read);
    const discount = wholeParts(named("discount").value || "0", 2);
    const whole = lines.includes(null) || discount === null ? null : sums(lines, { discount, rate });
    const before = lines.includes(null) ? null : sums(lines);
    rows().forEach((row) => mark(row, before?.[told.indexOf(row)], whole?.[told.indexOf(row)]));
    const total = (name, from) => from.reduce((sum, one) => sum + one[name], 0n);
    show("before", before ? money(total("amount", before)) : "—");
    for (const name of ["amount", "tax", "base"]) show(name, whole ? money(total(name, whole)) : "—");
    const costs = told.map((row) => (row.dataset.cost === undefined ? null : BigInt(row.dataset.cost)));
    if (!whole || costs.includes(null)) return show("margin", "—");
    const cost = costs.reduce((sum, one, index) => sum + costOf(lines[index].quantity, one), 0n);
    const base = total("base", whole);
    show("margin", said(base - cost, base));
  }

  function said(margin, base) {
    const share = shareOf(margin, base);
    return share === null ? money(margin) : `${money(margin)} · ${(Number(share) / 100).toFixed(1)}%`;
  }

  function mark(row, before, whole) {
    row.querySelector("[data-line-sum]").textContent = before ? money(before.amount) : "—";
    const margin = row.querySelector("[data-line-margin]");
    if (!margin) return;
    const values = read(row);
    const isKnown = whole && values && row.dataset.cost !== undefined;
    margin.textContent = isKnown ? said(whole.base - costOf(values.quantity, BigInt(row.dataset.cost)), whole.base) : "";
  }

  async function ask(row, { keepsPrice = false } = {}) {
    const product = field(row, "product").value;
    if (!product) {
      delete row.dataset.cost;
      return count();
    }
    const address = root.dataset.priceUrl.replace("/0/", `/${encodeURIComponent(product)}/`);
    const asked = new URLSearchParams({
      customer: named("customer")?.value ?? "",
      quantity: field(row, "quantity").value || "1",
      rate: root.querySelector("[data-order-rate]").hidden ? "1" : named("rate").value || "1",
    });
    const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || field(row, "product").value !== product) return count();
    const told = await answer.json();
    if (told.cost !== undefined) row.dataset.cost = told.cost;
    if (!keepsPrice && !row.dataset.typed) field(row, "price").value = told.price;
    if (!field(row, "unit").value || row.dataset.product !== product) field(row, "unit").value = told.unit;
    row.dataset.product = product;
    count();
  }

  function add() {
    const row = root.querySelector("[data-line-blank]").content.firstElementChild.cloneNode(true);
    body.append(row);
    row.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    watch(row);
    focus(row);
    return row;
  }

  function focus(row) {
    // The searchable box is drawn a moment later: until then its plain list takes the cursor.
    const select = field(row, "product");
    let tries = 0;
    const go = () => {
      if (select.tomselect) return select.tomselect.focus();
      if ((tries += 1) < 40) setTimeout(go, 50);
      else select.focus();
    };
    go();
  }

  function watch(row) {
    if (field(row, "price").value) row.dataset.typed = "1";
    row.dataset.product = field(row, "product").value;
    field(row, "product").addEventListener("change", () => {
      delete row.dataset.typed;
      ask(row).then(() => row.contains(document.activeElement) && toQuantity(row));
    });
    field(row, "price").addEventListener("input", () => (row.dataset.typed = field(row, "price").value ? "1" : ""));
    field(row, "quantity").addEventListener("change", () => ask(row));
  }

  function toQuantity(row) {
    field(row, "product").tomselect?.close();
    field(row, "quantity").focus();
    field(row, "quantity").select();
  }

  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-line-add]")) return add();
    const off = event.target.closest("[data-line-off]");
    if (!off) return;
    off.closest(".line-row").remove();
    if (!rows().length) add();
    count();
  });

  // Enter in a line goes to the next one; nowhere does it send a half-written order.
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".line-row");
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.target.matches("button, a, textarea") || event.defaultPrevented) return;
    event.preventDefault();
    if (!row || event.target.closest(".ts-wrapper")) return;
    const next = row.nextElementSibling;
    if (next) focus(next);
    else if (!isEmpty(row)) add();
  });

  const refresh = later(250, () => rows().forEach((row) => ask(row)));
  root.addEventListener("input", (event) => {
    count();
    if (event.target.matches('[name="rate"], [data-order-currency]')) refresh();
  });
  form.addEventListener("change", (event) => event.target.name === "customer" && refresh());
  rows().forEach((row) => {
    watch(row);
    if (field(row, "product").value && row.dataset.cost === undefined) ask(row, { keepsPrice: true });
  });
  count();
});
