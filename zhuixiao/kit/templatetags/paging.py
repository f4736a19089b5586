"""Pages of a list and the tabs above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One tab: where it leads, whether it is the open one, and how many records are behind it."""

    label: object
    url: str
    is_active: bool = False
    count: int | None = None
    icon: str = ""


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]", *, target: str = "", name: str = "page") -> Any:
    """« 1 2 3 … » and a box to jump to a page; the other parameters of the address stay.

    With `target` (a CSS selector) htmx replaces only that element.
    """
    query = context["request"].GET.copy()
    query.pop(name, None)
    prefix = f"?{query.urlencode()}&{name}=" if query else f"?{name}="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "prefix": prefix,
        "query": list(query.lists()),
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
        "target": target,
        "name": name,
    }


@register.inclusion_tag("kit/tabs.html")
def tabs(items: Sequence[Tab], label: object = "", *, target: str = "") -> Any:
    """A row of links that look like tabs; `label` names the row for screen readers."""
    return {"items": items, "label": label, "target": target}
