"""Tiles: a number with its link, an empty place that teaches, progress, skeletons, date chips."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("kit/stat.html")
def stat(label: object, value: object, *, url: str = "", hint: object = "", icon: str = "") -> Any:
    """A figure with its name; every number opens, so give it the `url` of its records."""
    return {"label": label, "value": value, "url": url, "hint": hint, "icon": icon}


@register.inclusion_tag("kit/empty_state.html")
def empty_state(
    icon: str,
    title: object,
    text: object = "",
    *,
    url: str = "",
    action: object = "",
    dialog: bool = False,
) -> Any:
    """Why nothing is here and the one thing to do about it."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "url": url,
        "action": action,
        "dialog": dialog,
    }


@register.inclusion_tag("kit/progress.html")
def progress(
    done: int,
    total: int | None,
    *,
    url: str = "",
    seconds_left: int | None = None,
    label: object = "",
) -> Any:
    """A bar with count and remaining time; while `url` is given it asks there every second.

    The view behind `url` answers with this tag again, without `url` once the work is over.
    """
    return {
        "done": done,
        "total": total,
        "url": url,
        "label": label,
        "share": min(100, done * 100 // total) if total else 0,
        "minutes_left": None if seconds_left is None else -(-seconds_left // 60),
        "seconds_left": seconds_left,
    }


@register.inclusion_tag("kit/skeleton.html")
def skeleton(rows: int = 3) -> Any:
    """Grey lines where text is about to appear."""
    return {"rows": range(rows)}


@register.inclusion_tag("kit/date_chips.html")
def date_chips(field_id: str) -> Any:
    """Chips that fill the date input with this id: tomorrow, in 3 days, next week, in a month."""
    return {"field_id": field_id, "chips": coming_days()}


@register.simple_tag
def coming_days() -> list[tuple[str, str]]:
    """The days that people put things off to, as (words, ISO date), the nearest first."""
    today = timezone.localdate()
    steps = [
        (_("tomorrow"), 1),
        (_("in 3 days"), 3),
        (_("next Monday"), 7 - today.weekday()),
        (_("in 2 weeks"), 14),
        (_("in a month"), 30),
    ]
    return [(text, (today + timedelta(days=days)).isoformat()) for text, days in steps]
