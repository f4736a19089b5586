"""The shell's own words: links, dialog heads, cards, menus."""

from typing import Any, get_args

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import navigation
from .marks import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_links(context: Context, place: str) -> list[navigation.Link]:
    """The links of a place ("rail", "phone", "new", "settings") for this person and page."""
    if place not in get_args(navigation.Place):
        raise template.TemplateSyntaxError(f"no place called {place}")
    me, request = context.get("me"), context.get("request")
    path = request.path if request else ""
    return navigation.links(place, me.access if me else None, path)  # type: ignore[arg-type]


@register.inclusion_tag("kit/dialog_head.html")
def dialog_head(title: object) -> Any:
    """Title and close button of a dialog or side panel."""
    return {"title": title}


@register.inclusion_tag("kit/form_foot.html")
def form_foot(submit: object = "", *, cancel: str = "", danger: bool = False) -> Any:
    """The buttons under a form; `cancel` is where the cancel link leads when there is no dialog."""
    return {"submit": submit or _("Save"), "cancel": cancel, "danger": danger}


@register.simple_block_tag
def card(content: str, title: object = "", *, css: str = "", url: str = "") -> SafeString:
    """{% card _("Contacts") %}...{% endcard %}; a `url` makes the title a link."""
    head: SafeString | str = ""
    if title:
        inner = format_html('<a href="{}">{}</a>', url, title) if url else title
        head = format_html(
            '<header class="card-header"><h2 class="card-title">{}</h2></header>', inner
        )
    return format_html(
        '<section class="card {}">{}<div class="card-body">{}</div></section>', css, head, content
    )


@register.simple_block_tag
def menu(content: str, label: object = "", *, name: str = "dots", css: str = "") -> SafeString:
    """A button at the right end of a row that opens a list of links and buttons (menu-item)."""
    return format_html(
        '<details class="menu"><summary class="{}" aria-label="{}" title="{}">{}</summary>'
        '<div class="menu-list menu-right">{}</div></details>',
        css or "btn btn-icon btn-ghost",
        label or _("More"),
        label or _("More"),
        icon(name),
        content,
    )
