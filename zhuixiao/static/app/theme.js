// Runs before the first paint: the device's light or dark, and the width of the rail.
// <html data-bs-theme="auto|light|dark">
(function () {
  const root = document.documentElement;
  const isDark = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    root.dataset.bsTheme = isDark.matches ? "dark" : "light";
  }
  if (root.dataset.bsTheme === "auto") {
    follow();
    isDark.addEventListener("change", follow);
  }
  try {
    if (localStorage.getItem("rail") === '"narrow"') root.dataset.rail = "narrow";
  } catch {
    // A browser that forbids storage gets the wide rail.
  }
})();
