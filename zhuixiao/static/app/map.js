// <div id="map" data-points="/url?filter" data-panel-url="/…/0/" data-provinces="/china.json" …>: customers on a map.
// A click on a customer opens the side panel. The place and zoom stay in the address: the way back leads to the same map.
import { drawProvinces } from "./provinces.js";
import { openPanel } from "./panel.js";
import "../vendor/leaflet.js";
import "../vendor/leaflet.markercluster.js";

const L = window.L;
const box = document.getElementById("map");
const words = box.dataset;
const state = document.querySelector("[data-map-state]");
const CHINA = [[18, 74], [53.6, 135]];
const NEAREST = 18;
// So few points carry their names.
const NAMED = 60;
// From here on a province fills the window, and its colour would drown the points.
const NEAR = 8;
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const map = L.map(box, {
  minZoom: 3,
  maxZoom: NEAREST,
  zoomSnap: 0.5,
  zoomControl: false,
  zoomAnimation: !isCalm,
  fadeAnimation: !isCalm,
  markerZoomAnimation: !isCalm,
});
map.attributionControl.setPrefix(false).addAttribution(words.sketch);
L.control.zoom({ position: "bottomleft", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
if (words.tiles) L.tileLayer(words.tiles, { maxZoom: NEAREST, attribution: text(words.attribution).innerHTML }).addTo(map);

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

/** Leaflet takes strings for HTML; what people typed must not become any. */
function text(words) {
  return Object.assign(document.createElement("span"), { textContent: words });
}

function marker([id, latitude, longitude, name, colour], isNamed) {
  const icon = L.divIcon({ className: `map-point tone-${colour}`, iconSize: [16, 16] });
  const one = L.marker([latitude, longitude], { icon, title: name, riseOnHover: true });
  if (isNamed) one.bindTooltip(text(name), { permanent: true, direction: "right", className: "map-name" });
  return one.on("click keypress", ({ type, originalEvent }) => {
    if (type === "keypress" && originalEvent.key !== "Enter") return;
    chosen = one.getLatLng();
    openPanel(words.panelUrl.replace("/0/", `/${id}/`));
  });
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
function remembered() {
  const [zoom, latitude, longitude] = location.hash.slice(1).split("/").map(Number);
  return longitude ? map.setView([latitude, longitude], zoom) : map.fitBounds(CHINA);
}

map.on("moveend", () => {
  const { lat, lng } = map.getCenter();
  history.replaceState(history.state, "", `#${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  box.classList.toggle("is-near", map.getZoom() >= NEAR);
  load();
});
document.querySelector("[data-map-numbers]")?.addEventListener("click", ({ currentTarget }) => {
  const isOpen = document.getElementById("map-numbers").classList.toggle("is-open");
  currentTarget.setAttribute("aria-expanded", String(isOpen));
});

// The panel takes room; the customer that it is about stays in sight.
new ResizeObserver(() => {
  map.invalidateSize({ animate: false });
  if (chosen) map.panInside(chosen, { padding: [80, 80], animate: false });
}).observe(box);
document.addEventListener("panel:closed", () => (chosen = null));

remembered();
drawProvinces(map, words.provinces);
