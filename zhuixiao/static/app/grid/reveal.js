// The eye beside a masked number: shows it in full until the row is drawn again; the server writes down each look.
import { toast } from "../toasts.js";
import { h, post } from "./dom.js";

export function makeReveal(grid, config) {
  grid.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const row = button.closest("[data-pk]");
    const answer = await post(config.urls.reveal.replace("/0/", `/${row.dataset.pk}/`), { field: button.dataset.reveal });
    if (answer.status === 200) button.parentElement.replaceChildren(h("span", { class: "grid-revealed" }, answer.body.value));
    else toast({ text: answer.body.title ?? config.words.offline, kind: "error" });
  });
}
