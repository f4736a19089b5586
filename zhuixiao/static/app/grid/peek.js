// The side panel beside the table: opens the row, walks with it, keeps the address.
import { closePanel, openPanel } from "../panel.js";
import { later } from "../page.js";

const WAIT = 120;

export function makePeek(config, source, body, focus) {
  const panel = document.getElementById("panel");
  const isOpen = () => panel && !panel.hidden;
  const load = later(WAIT, (pk) => isOpen() && openPanel(config.urls.panel.replace("/0/", `/${pk}/`), String(pk)));

  function peek(index) {
    const row = source.rows[index];
    if (!row || !config.urls.panel) return;
    body.marks(index);
    openPanel(config.urls.panel.replace("/0/", `/${row[0]}/`), String(row[0]));
  }

  /** The focus went to another row: an open panel follows. */
  function moved(index) {
    if (!isOpen() || !source.rows[index]) return;
    body.marks(index);
    load(source.rows[index][0]);
  }

  function walk(step) {
    return (event) => {
      event.preventDefault();
      focus.go(focus.at.row + step);
      moved(focus.at.row);
    };
  }

  document.addEventListener("panel:next", walk(1));
  document.addEventListener("panel:previous", walk(-1));
  document.addEventListener("panel:closed", () => {
    body.marks(-1);
    focus.go(focus.at.row);
  });
  const asked = Number(new URL(location.href).searchParams.get("peek"));
  if (asked && config.urls.panel) {
    const index = source.rows.findIndex((row) => row[0] === asked);
    if (index >= 0) focus.at.row = index;
    openPanel(config.urls.panel.replace("/0/", `/${asked}/`), String(asked));
    body.marks(index);
  }
  return { peek, moved, isOpen, close: closePanel };
}
