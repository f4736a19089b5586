// <form data-nearby> with latitude and longitude: filled with where the device is, when asked or when empty.
// <div id="nearby-map">: draws that place and the points of #nearby-points, again whenever the list is.
import { openPanel } from "./panel.js";
import { drawProvinces } from "./provinces.js";
import "../vendor/leaflet.js";

const L = window.L;
const form = document.querySelector("form[data-nearby]");
const state = document.querySelector("[data-nearby-state]");
const words = document.getElementById("nearby-map").dataset;
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const map = L.map("nearby-map", { minZoom: 3, maxZoom: 18, zoomAnimation: !isCalm, fadeAnimation: !isCalm, attributionControl: true });
map.attributionControl.setPrefix(false).addAttribution(text(words.sketch).innerHTML);
if (words.tiles) L.tileLayer(words.tiles, { maxZoom: 18, attribution: text(words.attribution).innerHTML }).addTo(map);
map.setView([35, 105], 4);
drawProvinces(map, words.provinces);
const layer = L.layerGroup().addTo(map);

/** Leaflet takes strings for HTML; what people typed must not become any. */
function text(words) {
  return Object.assign(document.createElement("span"), { textContent: words });
}

function draw() {
  const [latitude, longitude] = [form.elements.latitude.value, form.elements.longitude.value].map(parseFloat);
  layer.clearLayers();
  if (Number.isNaN(latitude)) return;
  const radius = Number(form.elements.radius.value);
  const circle = L.circle([latitude, longitude], { radius, weight: 1, fillOpacity: 0.06 }).addTo(layer);
  L.marker([latitude, longitude], { icon: L.divIcon({ className: "nearby-me", iconSize: [18, 18] }), title: words.here, keyboard: false }).addTo(layer);
  for (const [id, lat, lng, name, colour] of JSON.parse(document.getElementById("nearby-points").textContent)) {
    const icon = L.divIcon({ className: `map-point tone-${colour}`, iconSize: [16, 16] });
    const point = L.marker([lat, lng], { icon, title: name, riseOnHover: true }).addTo(layer);
    point.on("click keypress", ({ type, originalEvent }) => {
      if (type === "keypress" && originalEvent.key !== "Enter") return;
      openPanel(words.panelUrl.replace("/0/", `/${id}/`));
    });
  }
  map.fitBounds(circle.getBounds(), { animate: false });
}

function here() {
  state.textContent = form.dataset.looking;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      state.textContent = "";
      form.elements.latitude.value = coords.latitude.toFixed(6);
      form.elements.longitude.value = coords.longitude.toFixed(6);
      form.requestSubmit();
    },
    () => (state.textContent = form.dataset.refused),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
}

document.querySelector("[data-nearby-here]").addEventListener("click", here);
document.addEventListener("htmx:afterSwap", (event) => event.target.id === "nearby-found" && draw());
form.elements.latitude.value ? draw() : here();
