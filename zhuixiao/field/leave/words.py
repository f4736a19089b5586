"""A leave in words."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Leave


def span_of(row: Leave) -> str:
    """2026-03-02 to 2026-03-03, morning."""
    start = _day(row.start, _("afternoon") if row.starts_at_noon else "")
    end = _day(row.end, _("morning") if row.ends_at_noon else "")
    if row.start == row.end:
        return end if row.ends_at_noon else start
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


def days_of(halves: int) -> str:
    """1.5 days."""
    text = f"{halves / 2:g}"
    return _("%(days)s days") % {"days": text}


def told(row: Leave) -> Sequence[tuple[str, object]]:
    """Label and value of each part."""
    lines: list[tuple[str, object]] = [
        (pgettext("leave", "Type"), row.type.name),
        (_("When"), span_of(row)),
        (_("Days"), days_of(row.halves)),
        (_("Reason"), row.reason),
    ]
    if row.cover:
        lines.append((_("Who stands in"), row.cover.name))
    return lines


def _day(day: date, half: str) -> str:
    return f"{day.isoformat()} {half}".strip()
