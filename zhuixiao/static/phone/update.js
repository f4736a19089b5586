// The worker that lets the page open without network, and the offer of a new version: never in the middle of a form.
import { toast, word } from "./dom.js";

export function offerUpdates() {
  let waiting = null;
  let isFree = true;
  let shown = null;
  const offer = () => {
    shown?.remove();
    shown = null;
    if (waiting && isFree) shown = toast(word("newVersion"), { action: word("reload"), run: () => waiting.postMessage("take over"), stays: true });
  };
  if ("serviceWorker" in navigator) {
    const isFirst = !navigator.serviceWorker.controller;
    navigator.serviceWorker.register(document.getElementById("phone").dataset.worker).then((registration) => {
      if (!registration) return;
      const look = () => {
        waiting = navigator.serviceWorker.controller ? registration.waiting : null;
        offer();
      };
      look();
      registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && registration.update().catch(() => {}));
    }, () => {});
    navigator.serviceWorker.addEventListener("controllerchange", () => isFirst || location.reload());
  }
  return {
    mayInterrupt(may) {
      isFree = may;
      offer();
    },
  };
}
