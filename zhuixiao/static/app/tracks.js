// <div id="track-map" data-provinces="/china.json" …>: tracks of people from the JSON of #tracks-data, to play back with
// [data-play]; or, beside a table [data-live] of rows tr[data-lat][data-lng][data-name], the last positions of a team.
import { L, basemap, fit as fitTo, link as linked, text } from "./basemap.js";

const box = document.getElementById("track-map");
const words = box.dataset;
const map = basemap(box);
const fit = (places) => fitTo(map, places);
const link = (...one) => linked(...one).addTo(map);

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: words.zone || undefined, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const time = (seconds) => clock.format(new Date(seconds * 1000));

/* The last positions of a team */

const people = L.layerGroup().addTo(map);
let isPlaced = false;

function drawLive() {
  const rows = [...document.querySelectorAll("[data-live] tr[data-lat]")];
  people.clearLayers();
  const places = rows.map((row) => {
    const place = [Number(row.dataset.lat), Number(row.dataset.lng)];
    const icon = L.divIcon({ className: "map-point tone-blue", iconSize: [16, 16] });
    L.marker(place, { icon, title: row.dataset.name }).bindTooltip(text(row.dataset.name), { permanent: true, direction: "right", className: "map-name" }).addTo(people);
    return place;
  });
  if (!isPlaced) fit(places);
  isPlaced = isPlaced || places.length > 0;
}

if (document.querySelector("[data-live]")) {
  drawLive();
  document.addEventListener("htmx:afterSettle", drawLive);
}

/* Tracks */

const data = document.getElementById("tracks-data");
const tracks = data ? JSON.parse(data.textContent) : [];

/** The stretches of a line between its gaps. */
function stretches(line) {
  const found = [];
  for (const point of line) {
    if (!found.length || point[4]) found.push([]);
    found.at(-1).push([point[1], point[2]]);
  }
  return found;
}

function drawTrack(track) {
  const css = `track-line track-${track.colour}`;
  const parts = stretches(track.line);
  L.polyline(parts, { className: css, weight: 4, interactive: false }).addTo(map);
  const gaps = parts.slice(1).map((part, number) => [parts[number].at(-1), part[0]]);
  for (const gap of gaps) L.polyline(gap, { className: `${css} is-gap`, weight: 3, dashArray: "4 8" }).bindTooltip(text(words.gap), { sticky: true }).addTo(map);
  for (const [at, lat, lng, why] of track.wrong) L.circleMarker([lat, lng], { radius: 4, className: "track-wrong" }).bindTooltip(text(`${time(at)} ${why}`)).addTo(map);
  for (const stop of track.stops) {
    const icon = L.divIcon({ className: `track-stop track-${track.colour}`, iconSize: [22, 22], html: text(stop.minutes) });
    const told = words.stop.replace("{from}", time(stop.from)).replace("{to}", time(stop.to)).replace("{lasted}", stop.lasted);
    L.marker([stop.lat, stop.lng], { icon, title: told }).bindTooltip(text(`${stop.customer} ${told}`.trim())).addTo(map);
  }
}

// The size of a marker in pixels, and where in it the place is: a flag stands beside the number of a stop.
const FLAG = [28, -6, 34];
const PICTURE = [36, 18, 36];

function drawMet(track) {
  for (const [at, lat, lng, customer, url] of track.visits) link([lat, lng], url, `${time(at)} ${customer}`, `track-flag track-${track.colour}`, FLAG, document.getElementById("track-flag").content.cloneNode(true));
  for (const [at, lat, lng, customer, url, thumb] of track.photos) link([lat, lng], url, `${time(at)} ${customer}`, `track-photo track-${track.colour}`, PICTURE, Object.assign(new Image(), { src: thumb, alt: "" }));
}

tracks.forEach(drawTrack);
tracks.forEach(drawMet);
fit(tracks.flatMap((track) => [...track.line, ...track.visits, ...track.photos].map((point) => [point[1], point[2]])));

/** Where somebody was at a moment, on the straight way between two positions; null before the first. */
function placeAt(line, moment) {
  let low = 0;
  let high = line.length - 1;
  if (high < 0 || moment < line[0][0]) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line[middle][0] <= moment) low = middle;
    else high = middle - 1;
  }
  const [here, there] = [line[low], line[low + 1]];
  if (!there || there[4]) return here;
  const share = (moment - here[0]) / (there[0] - here[0] || 1);
  return [moment, here[1] + (there[1] - here[1]) * share, here[2] + (there[2] - here[2]) * share, here[3]];
}

const bar = document.querySelector("[data-play]");
const moving = tracks.filter((track) => track.line.length);
let play = () => {};
if (bar && moving.length) {
  const [button, scrub, shown, pace] = ["button", "scrub", "clock", "speed"].map((name) => bar.querySelector(`[data-play-${name}]`));
  const first = Math.min(...moving.map((track) => track.line[0][0]));
  const last = Math.max(...moving.map((track) => track.line.at(-1)[0]));
  const markers = moving.map((track) => {
    const icon = L.divIcon({ className: `track-head track-${track.colour}`, iconSize: [18, 18] });
    return L.marker([track.line[0][1], track.line[0][2]], { icon, title: track.name, zIndexOffset: 1000 }).bindTooltip(text(track.name), { permanent: true, direction: "right", className: "map-name" });
  });
  const playWord = button.getAttribute("aria-label");
  let moment = first;
  let frame = 0;
  let before = 0;

  const show = (at) => {
    moment = Math.min(Math.max(at, first), last);
    scrub.value = moment - first;
    moving.forEach((track, number) => {
      const place = placeAt(track.line, moment);
      if (!place) markers[number].remove();
      else markers[number].setLatLng([place[1], place[2]]).addTo(map);
    });
    const speeds = moving.length === 1 ? placeAt(moving[0].line, moment)?.[3] : null;
    shown.textContent = speeds == null ? time(moment) : `${time(moment)}  ${words.kmh.replace("{n}", speeds)}`;
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    bar.classList.remove("is-playing");
    button.setAttribute("aria-label", playWord);
  };
  const step = (now) => {
    show(moment + ((now - before) / 1000) * Number(pace.value));
    before = now;
    if (moment >= last) stop();
    else frame = requestAnimationFrame(step);
  };
  button.addEventListener("click", () => {
    if (frame) {
      stop();
      return;
    }
    if (moment >= last) show(first);
    before = performance.now();
    bar.classList.add("is-playing");
    button.setAttribute("aria-label", button.dataset.pause);
    frame = requestAnimationFrame(step);
  });
  scrub.max = last - first;
  scrub.addEventListener("input", () => show(first + Number(scrub.value)));
  play = show;
  bar.hidden = false;
  show(Number(words.at) || first);
}

document.addEventListener("click", ({ target }) => {
  const jump = target.closest("[data-jump]");
  if (!jump) return;
  play(Number(jump.dataset.jump));
  map.setView([Number(jump.dataset.lat), Number(jump.dataset.lng)], Math.max(map.getZoom(), 15), { animate: false });
});
