// <form data-punch data-locating="Finding your position…"> with buttons: asks for the position when one
// is pressed and sends the form with it, or without where there is none. <p data-punch-state> says so.
// A form that came back with a question keeps the moment and position of the first press.
import { each, uuid } from "./page.js";

const PATIENCE = 10000;

each("form[data-punch]", (form) => {
  const state = form.querySelector("[data-punch-state]");
  let isLocating = false;
  let isReady = false;

  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (isReady || form.elements.claimed_at) {
      set("sent_at", new Date().toISOString());
      return;
    }
    event.preventDefault();
    if (isLocating) return;
    isLocating = true;
    set("claimed_at", new Date().toISOString());
    if (!form.elements.client_id.value) form.elements.client_id.value = uuid();
    if (state) state.textContent = form.dataset.locating;
    const send = () => {
      isReady = true;
      form.requestSubmit(submitter);
    };
    if (!navigator.geolocation) {
      send();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set("latitude", coords.latitude);
        set("longitude", coords.longitude);
        set("accuracy", coords.accuracy);
        send();
      },
      send,
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 15000 },
    );
  });

  function set(name, value) {
    let input = form.elements[name];
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }
});
