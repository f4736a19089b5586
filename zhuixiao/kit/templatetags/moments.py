"""Dates and instants: near ones in words, the exact one on hover."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

NOTHING = "—"
MINUTE, HOUR, DAY = 60, 3600, 86400


@register.filter
def when(at: datetime | None) -> SafeString | str:
    """ "5 minutes ago", "yesterday 14:30", "3 Nov"; the company's time, the full one on hover."""
    if at is None:
        return NOTHING
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        formats.date_format(local, "Y-m-d H:i"),
        _words(local, timezone.localtime()),
    )


@register.filter
def day(value: date | None) -> SafeString | str:
    """ "today", "tomorrow", "3 Nov" or, in another year, "3 Nov 2025"; the full date on hover."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.date_format(value, "Y-m-d l"),
        _day_words(value, timezone.localdate()),
    )


@register.filter
def clock(at: datetime | None) -> str:
    """14:30 in the company's time."""
    return formats.date_format(timezone.localtime(at), "H:i") if at else NOTHING


def _words(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    if 0 <= seconds < MINUTE:
        return _("just now")
    if 0 <= seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if 0 < -seconds < HOUR:
        minutes = int(-seconds // MINUTE) or 1
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    time = formats.date_format(at, "H:i")
    if at.date() == now.date():
        return time
    if abs((at.date() - now.date()).days) <= 1:
        return f"{_day_words(at.date(), now.date())} {time}"
    return _day_words(at.date(), now.date())


def _day_words(value: date, today: date) -> str:
    match (value - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
    if value.year == today.year:
        # Translators: a date format of Django for a day of this year.
        return formats.date_format(value, _("j M"))
    # Translators: a date format of Django for a day of another year.
    return formats.date_format(value, _("j M Y"))
