// <select data-select>: searchable; data-select-url="/regions/options/" asks there with ?q= for [{"value", "text"}].
// The library is fetched by the first page that has one.
import { each, word } from "./page.js";

async function enrich(select) {
  if (select.tomselect) return;
  await import("../vendor/tom-select.js");
  if (select.tomselect || !select.isConnected) return;
  const url = select.dataset.selectUrl;
  new window.TomSelect(select, {
    maxOptions: 200,
    // A list that is drawn only later would open again over what was chosen meanwhile.
    refreshThrottle: 0,
    hideSelected: select.multiple,
    plugins: select.multiple ? ["remove_button"] : [],
    placeholder: select.dataset.placeholder ?? "",
    create: "selectCreate" in select.dataset,
    render: { no_results: () => Object.assign(document.createElement("div"), { className: "no-results", textContent: word("nothing") }) },
    ...(url && {
      valueField: "value",
      labelField: "text",
      searchField: [],
      load(query, done) {
        // The server has searched: what an earlier search found is no answer to this one.
        this.clearOptions();
        load(url, query, (options) => {
          // An answer that comes after the choice must not open the list over what is below it.
          const late = !this.isOpen && (query || this.items.length);
          done(options);
          if (late) this.close(false);
        });
      },
      preload: "focus",
    }),
  });
}

function load(url, query, done) {
  const address = `${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`;
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : []))
    .then(done, () => done());
}

each("select[data-select]", enrich);
