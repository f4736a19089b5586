// <form data-nearby> with latitude and longitude: filled with where the device is, when asked or when empty.
// <div id="nearby-map">: draws that place and the points of #nearby-points, again whenever the list is.
import { L, basemap, customer } from "./basemap.js";
import { openPanel } from "./panel.js";

const form = document.querySelector("form[data-nearby]");
const state = document.querySelector("[data-nearby-state]");
const box = document.getElementById("nearby-map");
const map = basemap(box);
const layer = L.layerGroup().addTo(map);
const open = (id) => openPanel(box.dataset.panelUrl.replace("/0/", `/${id}/`));

function draw() {
  const [latitude, longitude] = [form.elements.latitude.value, form.elements.longitude.value].map(parseFloat);
  layer.clearLayers();
  if (Number.isNaN(latitude)) return;
  const radius = Number(form.elements.radius.value);
  const circle = L.circle([latitude, longitude], { radius, weight: 1, fillOpacity: 0.06 }).addTo(layer);
  L.marker([latitude, longitude], { icon: L.divIcon({ className: "nearby-me", iconSize: [18, 18] }), title: box.dataset.here, keyboard: false }).addTo(layer);
  for (const row of JSON.parse(document.getElementById("nearby-points").textContent)) customer(row, open).addTo(layer);
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
