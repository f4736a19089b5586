// basemap(box): a Leaflet map in <div data-provinces="/china.json" data-tiles data-attribution data-sketch data-zoom-in
// data-zoom-out>: the sketch of the provinces, and tiles where there are any. With it what every drawing on it needs.
import { drawProvinces } from "./provinces.js";
import "../vendor/leaflet.js";

export const L = window.L;
const CHINA = [[18, 74], [53.6, 135]];
const NEAREST = 18;
// From here on a province fills the window, and its colour would drown the points.
const NEAR = 8;
export const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Leaflet takes strings for HTML; what people typed must not become any. */
export function text(content) {
  return Object.assign(document.createElement("span"), { textContent: content });
}

export function basemap(box) {
  const words = box.dataset;
  const map = L.map(box, { minZoom: 3, maxZoom: NEAREST, zoomSnap: 0.5, zoomControl: false, zoomAnimation: !isCalm, fadeAnimation: !isCalm, markerZoomAnimation: !isCalm });
  map.attributionControl.setPrefix(false).addAttribution(words.sketch);
  L.control.zoom({ position: "bottomleft", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  if (words.tiles) L.tileLayer(words.tiles, { maxZoom: NEAREST, attribution: text(words.attribution).innerHTML }).addTo(map);
  map.on("zoomend", () => box.classList.toggle("is-near", map.getZoom() >= NEAR));
  map.fitBounds(CHINA);
  drawProvinces(map, words.provinces);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
  return map;
}

export function fit(map, places, options) {
  if (places.length) map.fitBounds(L.latLngBounds(places), { maxZoom: 16, padding: [40, 40], animate: false, ...options });
}

/** A marker that is a real link: a keyboard reaches it, and it opens in a new tab. */
export function link(place, url, title, css, [size, x, y], content) {
  const anchor = Object.assign(document.createElement("a"), { href: url, title });
  anchor.setAttribute("aria-label", title);
  anchor.append(content);
  const icon = L.divIcon({ className: css, iconSize: [size, size], iconAnchor: [x, y], html: anchor });
  return L.marker(place, { icon, keyboard: false, riseOnHover: true, zIndexOffset: 500 });
}

/** A customer [id, latitude, longitude, name, colour of the stage]; click and Enter call open(id, place). */
export function customer([id, latitude, longitude, name, colour], open) {
  const icon = L.divIcon({ className: `map-point tone-${colour}`, iconSize: [16, 16] });
  const point = L.marker([latitude, longitude], { icon, title: name, riseOnHover: true });
  return point.on("click keypress", ({ type, originalEvent }) => {
    if (type === "click" || originalEvent.key === "Enter") open(id, point.getLatLng());
  });
}
