// <button data-here data-looking="…" data-refused="…" data-found="off by up to {n} m" hidden> in a form with
// latitude, longitude and perhaps datum: fills them with where the device is. <p data-here-state> says how
// exactly. Also for forms that come in a dialog.
import { each } from "./page.js";

each("[data-here]", (button) => {
  if (!navigator.geolocation) return;
  const { form, dataset } = button;
  const state = form.querySelector("[data-here-state]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    state.textContent = dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set("latitude", coords.latitude.toFixed(6));
        set("longitude", coords.longitude.toFixed(6));
        // A browser tells its position in the coordinates of GPS.
        if (form.elements.datum) set("datum", "wgs84");
        button.disabled = false;
        state.textContent = dataset.found.replace("{n}", Math.round(coords.accuracy));
      },
      () => {
        button.disabled = false;
        state.textContent = dataset.refused;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  });

  function set(name, value) {
    const input = form.elements[name];
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
