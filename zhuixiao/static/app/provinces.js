// The provinces of a Leaflet map, in the colours of the table [data-map-table] (tr[data-adcode][data-step]), whenever
// that arrives: a class map-step-0 to map-step-5 on each shape.

const shapes = new Map();

function colour() {
  for (const [adcode, path] of shapes) {
    const row = document.querySelector(`[data-map-table] tr[data-adcode="${adcode}"]`);
    path.setAttribute("class", `map-province map-step-${row?.dataset.step ?? 0}`);
  }
}

export async function drawProvinces(map, url) {
  // Beneath whatever was drawn on the map before they arrive.
  map.createPane("provinces").classList.add("map-ground");
  const answer = await fetch(url);
  window.L.geoJSON(await answer.json(), {
    pane: "provinces",
    style: { weight: 1, className: "map-province" },
    interactive: false,
    onEachFeature: (feature, layer) => layer.on("add", () => shapes.set(feature.properties.adcode, layer.getElement())),
  }).addTo(map);
  colour();
}

document.addEventListener("htmx:afterSwap", (event) => event.target.closest("[data-map-table]") && colour());
