// The phone's list: cards made by the server, further ones as one scrolls (htmx); here only a new address is followed.

export function makeCards(box, store) {
  const small = window.matchMedia("(max-width: 899.98px)");

  function load(query) {
    if (!small.matches) return;
    const params = new URLSearchParams(query ?? store.params());
    params.set("cards", "1");
    window.htmx.ajax("GET", `${location.pathname}?${params}`, { source: box, target: box, swap: "innerHTML" });
  }

  return { load };
}
