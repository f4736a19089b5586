// Take a photo of a customer: watermark, shrunk, kept, sent. #/photo?customer=7
import { shrunk } from "../camera.js";
import { dateTime, distance, h, icon, metres, toast, word } from "../dom.js";
import { list, put } from "../outbox.js";
import { locate, pair } from "../place.js";
import { held } from "../state.js";
import { customerField, customers, head } from "./parts.js";

export function photo({ customer }) {
  let chosen = customers().find((one) => one.id === Number(customer)) ?? null;
  const box = h("div", {});
  const taken = h("div", { class: "phone-thumbs" });
  const buttons = h("div", { class: "phone-form" });
  const draw = () => {
    box.replaceChildren(customerField(chosen, (one) => ((chosen = one), offer())));
    offer();
  };
  const offer = () => buttons.replaceChildren(...(chosen ? [photoButton({ customer: chosen, source: "any", taken: (files) => taken.append(...files.map(thumb)) })].flat() : [h("p", { class: "phone-hint" }, word("chooseCustomer"))]));
  draw();
  if (!chosen) {
    locate().then((here) => {
      const near = customers()
        .filter((one) => one.latitude !== null)
        .map((one) => ({ ...one, metres: distance([one.latitude, one.longitude], pair(here)) }))
        .sort((one, other) => one.metres - other.metres)[0];
      if (!chosen && near && near.metres < 1000) {
        chosen = near;
        draw();
      }
    }, () => {});
  }
  return [head(word("tilePhoto")), box, buttons, taken];
}

/** Camera, and the album where the rule allows it. `taken(blobs)` is told once the photos are kept. */
export function photoButton({ visit = null, customer, step = "", source, taken }) {
  const button = (label, sign, isCamera) => {
    const input = h("input", { type: "file", accept: "image/*", class: "phone-file", "aria-label": label, multiple: !isCamera, capture: isCamera ? "environment" : null });
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      const kept = [];
      for (const file of files) {
        try {
          kept.push(await keep(file, { visit, customer, step, source: isCamera ? "camera" : "any" }));
        } catch {
          toast(word("noPicture"));
        }
      }
      if (kept.length) {
        toast(word("kept"));
        await taken(kept);
      }
    });
    return h("label", { class: "btn btn-lg" }, icon(sign), label, input);
  };
  return h("div", { class: "phone-buttons" }, button(word("takePhoto"), "camera", true), source !== "camera" && button(word("fromAlbum"), "photo", false));
}

async function keep(file, { visit, customer, step, source }) {
  const place = await Promise.race([locate().catch(() => null), new Promise((done) => setTimeout(done, 5000, null))]);
  const at = new Date().toISOString();
  const where = place ? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)} ±${metres(place.accuracy)}` : word("placeUnknown");
  const made = await shrunk(file, [customer.name, `${dateTime(at)} · ${held.state.person.name}`, where]);
  await put({ kind: "photo", title: `${word("tilePhoto")} · ${customer.name}`, values: { visit, customer: visit ? null : customer.id, step, source, note: "" }, files: [made], place });
  return made.blob;
}

/** What waits of a visit's photos, small. */
export function thumbs(visit, step) {
  const box = h("div", { class: "phone-thumbs" });
  list().then((items) => {
    const own = items.filter((one) => one.kind === "photo" && one.values.visit === visit && one.values.step === step);
    box.prepend(...own.map((one) => thumb(one.files[0].blob)));
  });
  return box;
}

/** A small picture of a photo. */
export function thumb(blob) {
  const url = URL.createObjectURL(blob);
  return h("img", { src: url, alt: word("tilePhoto"), onload: () => URL.revokeObjectURL(url) });
}
