// A row of tabs that is wider than the window begins with the open tab in its middle.
document.addEventListener("htmx:load", ({ target }) => {
  for (const tab of target.querySelectorAll(".tabs > .is-active")) {
    const row = tab.parentElement.getBoundingClientRect();
    const open = tab.getBoundingClientRect();
    tab.parentElement.scrollLeft += open.x + open.width / 2 - (row.x + row.width / 2);
  }
});
