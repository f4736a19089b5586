"""Higher apps appear on lower pages through panels: a title and the URL of a fragment."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.safestring import SafeString

from .navigation import Rights

_panels: dict[str, list["Panel"]] = {}


@dataclass(frozen=True)
class Panel:
    """A piece of a page that htmx loads; `url_name` takes the id of the page's record.

    The one that people come for is `inline`: it stands in the page from the first paint.
    """

    key: str
    title: object
    url_name: str
    order: int
    icon: str = ""
    module: str = ""
    inline: bool = False


@dataclass(frozen=True)
class Shown:
    """A panel on a page; without `content` the browser asks `url` for it."""

    panel: Panel
    url: str
    content: SafeString


def register(page: str, panel: Panel) -> None:
    """Hang a panel on a page ("customer"); called once, in AppConfig.ready()."""
    rows = [row for row in _panels.get(page, []) if row.key != panel.key]
    _panels[page] = sorted([*rows, panel], key=lambda row: (row.order, row.key))


def of_page(page: str, request: HttpRequest, record_id: int, rights: Rights) -> Sequence[Shown]:
    """The panels of a page that the person may see, the inline ones with their content."""
    return [
        _shown(panel, request, record_id)
        for panel in _panels.get(page, [])
        if not panel.module or rights.may(panel.module, "view")
    ]


def _shown(panel: Panel, request: HttpRequest, record_id: int) -> Shown:
    url = reverse(panel.url_name, args=[record_id])
    if not panel.inline:
        return Shown(panel, url, SafeString())
    # The fragment's own view, guards and all: there is no second way to the same rows.
    view = resolve(url)
    answer = view.func(request, *view.args, **view.kwargs)
    return Shown(panel, url, SafeString(answer.content.decode()))
