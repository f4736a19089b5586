// <div id="heat-map" …>: cells [south, west, north, east, words, shade] from the JSON of #heat-data; small ones are
// drawn larger from afar. [data-jump][data-lat][data-lng] leads to a place.
import { L, basemap, fit, text } from "./basemap.js";

const box = document.getElementById("heat-map");
const map = basemap(box);
const cells = JSON.parse(document.getElementById("heat-data").textContent);
const layer = L.layerGroup().addTo(map);
// A cell of 200 metres is some pixels wide from here on.
const NEAR = 13;

/** Far away the cell is a dot: the few pixels of its square would not be seen. */
function draw() {
  layer.clearLayers();
  // The coldest first: the hottest lie on top.
  for (const [south, west, north, east, told, shade] of [...cells].reverse()) {
    const className = `heat-cell heat-${shade}`;
    const shape = map.getZoom() >= NEAR ? L.rectangle([[south, west], [north, east]], { className }) : L.circleMarker([(south + north) / 2, (west + east) / 2], { className, radius: 3 + shade });
    shape.bindTooltip(text(told), { sticky: true }).addTo(layer);
  }
}

fit(map, cells.flatMap(([south, west, north, east]) => [[south, west], [north, east]]));
draw();
let wasNear = map.getZoom() >= NEAR;
map.on("zoomend", () => {
  const isNear = map.getZoom() >= NEAR;
  if (isNear !== wasNear) draw();
  wasNear = isNear;
});

document.addEventListener("click", ({ target }) => {
  const jump = target.closest("[data-jump]");
  if (jump) map.setView([Number(jump.dataset.lat), Number(jump.dataset.lng)], 15, { animate: false });
});
