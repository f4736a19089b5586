// <details class="menu">: one open at a time; closes on Escape, on a click elsewhere and after a choice.
// Arrow keys walk through the items.

const OPEN = "details.menu[open]";

function close(menu) {
  menu.open = false;
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) {
    const inside = menu.contains(event.target);
    const isBackdrop = event.target.matches?.(".menu-list") && event.target.parentElement === menu;
    if (!inside || isBackdrop || event.target.closest(".menu-item:not([data-stay])")) close(menu);
  }
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(OPEN);
  if (!menu) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(menu);
    menu.querySelector("summary").focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll(".menu-item")].filter((item) => item.offsetParent);
  if (!items.length || event.target.matches("input, textarea")) return;
  event.preventDefault();
  const step = event.key === "ArrowDown" ? 1 : -1;
  const place = items.indexOf(document.activeElement);
  items.at((place + step + items.length) % items.length).focus();
});
