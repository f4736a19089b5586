// <a href="/customers/7/" data-call="/customers/7/reveal/">: one tap asks for the number, which the server counts and writes down, and dials it.
// The number does not stand in the page; without JavaScript the link leads to the customer, where it does.
import { post } from "./grid/dom.js";
import { word } from "./page.js";
import { toast } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-call]");
  if (!link) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  const answer = await post(link.dataset.call, { field: "phone" });
  link.ariaBusy = null;
  const [number] = answer.body.dial ?? [];
  if (number) location.assign(`tel:${number}`);
  else toast({ text: answer.body.title ?? word("offline"), kind: "error" });
});
