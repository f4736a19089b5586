// <form data-quick-add>: after success the line is empty again and keeps the focus.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (event.detail.xhr.status !== 204 || !form.matches?.("form[data-quick-add]")) return;
  const line = form.querySelector("input:not([type=hidden]):not([type=date])");
  line.value = "";
  line.focus();
});
