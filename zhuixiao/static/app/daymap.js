// <div id="day-map" …>: a team's day from the JSON of #day-data: for each person a line through the visits in their order,
// planned ones that nobody made, and the last position. [data-focus="id"] brings one person forward, again: everybody.
import { L, basemap, fit, link, text } from "./basemap.js";

const map = basemap(document.getElementById("day-map"));
const people = JSON.parse(document.getElementById("day-data").textContent);
// The size of a marker in pixels, and where in it the place is.
const STOP = [24, 12, 12];
const PLANNED = [20, 10, 10];

const drawn = new Map(people.map((person) => [person.id, draw(person)]));

function draw(person) {
  const css = `track-${person.colour}`;
  const layer = L.featureGroup();
  const way = person.stops.map(([lat, lng]) => [lat, lng]);
  if (way.length > 1) L.polyline(way, { className: `track-line day-way ${css}`, weight: 3, interactive: false }).addTo(layer);
  for (const [lat, lng, words, url] of person.plans) link([lat, lng], url, `${person.name} · ${words}`, `day-stop is-planned ${css}`, PLANNED, "").addTo(layer);
  person.stops.forEach(([lat, lng, words, url, state], number) => {
    link([lat, lng], url, `${person.name} · ${words}`, `day-stop ${state} ${css}`, STOP, number + 1).addTo(layer);
  });
  if (person.last) {
    const [lat, lng, words] = person.last;
    const icon = L.divIcon({ className: `track-head ${css}`, iconSize: [18, 18] });
    L.marker([lat, lng], { icon, title: words, zIndexOffset: 1000 }).bindTooltip(text(words), { permanent: true, direction: "right", className: "map-name" }).addTo(layer);
  }
  return layer.addTo(map);
}

const placesOf = (person) => [...person.stops, ...person.plans, ...(person.last ? [person.last] : [])].map(([lat, lng]) => [lat, lng]);
const showAll = () => fit(map, people.flatMap(placesOf));
showAll();

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-focus]");
  if (!button) return;
  const isOn = button.getAttribute("aria-pressed") !== "true";
  for (const other of document.querySelectorAll("[data-focus]")) other.setAttribute("aria-pressed", String(isOn && other === button));
  for (const row of document.querySelectorAll("[data-day-row]")) row.classList.toggle("is-chosen", isOn && row.dataset.dayRow === button.dataset.focus);
  for (const [id, layer] of drawn) {
    if (!isOn || String(id) === button.dataset.focus) layer.addTo(map);
    else layer.remove();
  }
  if (isOn) fit(map, placesOf(people.find((person) => String(person.id) === button.dataset.focus)));
  else showAll();
});
