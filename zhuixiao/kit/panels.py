"""Higher apps appear on lower pages through panels: a title and the URL of a fragment."""

from dataclasses import dataclass

_panels: dict[str, list["Panel"]] = {}


@dataclass(frozen=True)
class Panel:
    """A piece of a page that is loaded by htmx; `url_name` takes the id of the page's record."""

    key: str
    title: object
    url_name: str
    order: int
    icon: str = ""
    module: str = ""


def register(page: str, panel: Panel) -> None:
    """Hang a panel on a page ("customer"); called once, in AppConfig.ready()."""
    rows = [row for row in _panels.get(page, []) if row.key != panel.key]
    _panels[page] = sorted([*rows, panel], key=lambda row: (row.order, row.key))


def of_page(page: str) -> list[Panel]:
    """The panels of a page in their order."""
    return list(_panels.get(page, []))
