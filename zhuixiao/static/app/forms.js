// Every form is sent once. <form data-request-id> carries a number of its own, so that the server too does it once;
// <form data-autosubmit> sends itself when a control changes (text after a pause).
import { each, later, uuid, word } from "./page.js";
import { toast } from "./toasts.js";

each("form[data-request-id]", number);

function number(form) {
  let input = form.querySelector("input[name=request_id]");
  if (!input) {
    input = Object.assign(document.createElement("input"), { type: "hidden", name: "request_id", autocomplete: "off" });
    form.append(input);
  }
  input.value = uuid();
}

function lock(form, isLocked) {
  form.toggleAttribute("aria-busy", isLocked);
  const buttons = form.querySelectorAll("button:not([type=button]), input[type=submit]");
  buttons.forEach((button) => button.classList.toggle("is-busy", isLocked));
}

const isHtmx = (form) => form.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]");

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!isHtmx(form) && form.method === "post" && !navigator.onLine) {
      // The browser would leave the page for one of its own that says less.
      event.preventDefault();
      toast({ text: word("offline"), kind: "error" });
    } else if (!isHtmx(form) && form.method === "post") {
      // After this event: a form locked now would not be sent with its button's name.
      setTimeout(() => event.defaultPrevented || lock(form, true));
    }
  },
  true,
);

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form instanceof HTMLFormElement && event.detail.requestConfig.verb !== "get") lock(form, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!(form instanceof HTMLFormElement)) return;
  lock(form, false);
  if (event.detail.successful && form.matches("[data-request-id]")) number(form);
});

// Back from the next page: the form may be sent again, as a new one.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[aria-busy]").forEach((form) => lock(form, false));
  document.querySelectorAll("form[data-request-id]").forEach(number);
});

const soon = later(300, (form) => form.requestSubmit());
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && !event.target.matches("input[type=text], input[type=search]")) form.requestSubmit();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && !event.isComposing && event.target.matches("input[type=text], input[type=search]")) soon(form);
});
