// <div id="map" data-points="/url?filter" data-panel-url="/…/0/" data-provinces="/china.json" …>: customers on a map.
// Provinces take their colours from the table [data-map-table] (tr[data-adcode][data-step]) when it arrives; a click on a
// customer opens the side panel. The place and zoom stay in the address, so the way back leads to the same map.
import { openPanel } from "./panel.js";
import "../vendor/leaflet.js";
import "../vendor/leaflet.markercluster.js";

const L = window.L;
const box = document.getElementById("map");
const words = box.dataset;
const state = document.querySelector("[data-map-state]");
const CHINA = [[18, 74], [53.6, 135]];
const NEAREST = 18;
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
if (words.tiles) L.tileLayer(words.tiles, { maxZoom: NEAREST, attribution: plain(words.attribution) }).addTo(map);

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

function plain(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

function marker([id, latitude, longitude, name, colour]) {
  const icon = L.divIcon({ className: `map-point tone-${colour}`, iconSize: [16, 16] });
  const one = L.marker([latitude, longitude], { icon, title: name, riseOnHover: true });
  return one.on("click keypress", ({ type, originalEvent }) => {
    if (type === "click" || originalEvent.key === "Enter") openPanel(words.panelUrl.replace("/0/", `/${id}/`));
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
    const { points, text } = await answer.json();
    clusters.clearLayers();
    clusters.addLayers(points.map(marker));
    state.textContent = text;
  } catch (error) {
    if (error.name !== "AbortError") state.textContent = words.failed;
  }
}

/* Provinces */
const shapes = new Map();

function colour() {
  for (const [adcode, path] of shapes) {
    const row = document.querySelector(`[data-map-table] tr[data-adcode="${adcode}"]`);
    path.setAttribute("class", `map-province map-step-${row?.dataset.step ?? 0}`);
  }
}

async function drawProvinces() {
  const answer = await fetch(words.provinces);
  L.geoJSON(await answer.json(), {
    style: { weight: 1, className: "map-province" },
    interactive: false,
    onEachFeature: (feature, layer) => layer.on("add", () => shapes.set(feature.properties.adcode, layer.getElement())),
  }).addTo(map);
  colour();
}

/* The place in the address: #5/30.1/110.2 */
function remembered() {
  const [zoom, latitude, longitude] = location.hash.slice(1).split("/").map(Number);
  return longitude ? map.setView([latitude, longitude], zoom) : map.fitBounds(CHINA);
}

map.on("moveend", () => {
  const { lat, lng } = map.getCenter();
  history.replaceState(history.state, "", `#${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
  load();
});
document.addEventListener("htmx:afterSwap", (event) => event.target.closest("[data-map-table]") && colour());
document.querySelector("[data-map-numbers]")?.addEventListener("click", ({ currentTarget }) => {
  const isOpen = document.getElementById("map-numbers").classList.toggle("is-open");
  currentTarget.setAttribute("aria-expanded", String(isOpen));
});

remembered();
drawProvinces();
