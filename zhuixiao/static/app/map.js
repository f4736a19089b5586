// <div id="map" data-points="/url?filter" data-panel-url="/…/0/" data-provinces="/china.json" …>: customers on a map.
// A click on a customer opens the side panel. The place and zoom stay in the address: the way back leads to the same map.
import { L, basemap, customer, isCalm, text } from "./basemap.js";
import { openPanel } from "./panel.js";
import "../vendor/leaflet.markercluster.js";

const box = document.getElementById("map");
const words = box.dataset;
const state = document.querySelector("[data-map-state]");
// So few points carry their names.
const NAMED = 60;

const map = basemap(box);
const clusters = L.markerClusterGroup({
  maxClusterRadius: 48,
  showCoverageOnHover: false,
  chunkedLoading: true,
  animate: !isCalm,
  iconCreateFunction: (cluster) => {
    const count = cluster.getChildCount();
    const size = count < 10 ? 30 : count < 100 ? 36 : 44;
    const label = Object.assign(document.createElement("span"), { textContent: count, title: words.together.replace("{n}", count) });
    return L.divIcon({ className: "map-cluster", iconSize: [size, size], html: label });
  },
}).addTo(map);

let chosen = null;

function marker(row, isNamed) {
  const one = customer(row, (id, place) => {
    chosen = place;
    openPanel(words.panelUrl.replace("/0/", `/${id}/`));
  });
  return isNamed ? one.bindTooltip(text(row[3]), { permanent: true, direction: "right", className: "map-name" }) : one;
}

let asking = null;

async function load() {
  asking?.abort();
  asking = new AbortController();
  const bounds = map.getBounds();
  const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((one) => one.toFixed(5));
  try {
    const answer = await fetch(`${words.points}&bbox=${bbox}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    clusters.clearLayers();
    clusters.addLayers(found.points.map((point) => marker(point, found.points.length <= NAMED)));
    state.textContent = found.text;
  } catch (error) {
    if (error.name !== "AbortError") state.textContent = words.failed;
  }
}

/* The place in the address: #5/30.1/110.2 */
const [zoom, latitude, longitude] = location.hash.slice(1).split("/").map(Number);
if (longitude) map.setView([latitude, longitude], zoom, { animate: false });

function moved() {
  const { lat, lng } = map.getCenter();
  history.replaceState(history.state, "", `#${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  load();
}

map.on("moveend", moved);
moved();

document.querySelector("[data-map-numbers]")?.addEventListener("click", ({ currentTarget }) => {
  const isOpen = document.getElementById("map-numbers").classList.toggle("is-open");
  currentTarget.setAttribute("aria-expanded", String(isOpen));
});

// The panel takes room; the customer that it is about stays in sight.
new ResizeObserver(() => chosen && map.panInside(chosen, { padding: [80, 80], animate: false })).observe(box);
document.addEventListener("panel:closed", () => (chosen = null));
