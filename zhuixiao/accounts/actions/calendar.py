"""Saying on which days the company works or rests otherwise than on its weekdays."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from lunar_python.util import HolidayUtil

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from .. import audit
from ..audit import Actor
from ..models import SpecialDay

KIND = "special_day"
FIRST, LAST = 2000, 2100


@transaction.atomic
def set_day(*, by: Actor, day: date, is_workday: bool, name: str) -> SpecialDay:
    """Work or rest on a day, whatever was said of it before. Raises NotAllowed, RuleError."""
    by.employee.access.check("accounts", "manage")
    _check_year(day.year, "day")
    called = clean(name)[:60]
    if not called:
        raise RuleError(_("Give the day a name, for example Spring Festival."), field="name")
    held = SpecialDay.objects.select_for_update().filter(day=day).first()
    row = held or SpecialDay(day=day)
    values = {"is_workday": is_workday, "name": called}
    changes = audit.differences(row, values) if held else {k: (None, v) for k, v in values.items()}
    if not changes:
        return row
    row.is_workday, row.name = is_workday, called
    row.save()
    _write(by, "edit" if held else "create", row, changes)
    return row


@transaction.atomic
def remove(*, by: Actor, row: SpecialDay) -> None:
    """Let the weekday decide again. Raises NotAllowed."""
    by.employee.access.check("accounts", "manage")
    _write(by, "delete", row, {})
    row.delete()


@transaction.atomic
def fill(*, by: Actor, year: int) -> int:
    """Enter the legal holidays and exchanged workdays of a year as the State Council announced
    them, and leave alone what was entered by hand; returns how many days were new.

    Raises NotAllowed, RuleError for a year whose holidays this version does not know.
    """
    by.employee.access.check("accounts", "manage")
    _check_year(year, "year")
    known = HolidayUtil.getHolidays(year)
    if not known:
        raise RuleError(
            _("The legal holidays of %(year)d are not known to this version. Enter them by hand.")
            % {"year": year}
        )
    held = set(SpecialDay.objects.filter(day__year=year).values_list("day", flat=True))
    rows = [
        SpecialDay(day=day, is_workday=one.isWork(), name=one.getName())
        for one in known
        if (day := date.fromisoformat(one.getDay())) not in held
    ]
    SpecialDay.objects.bulk_create(rows)
    if rows:
        audit.write(
            by=by, action="fill", kind=KIND, label=str(year), changes={"days": (0, len(rows))}
        )
    return len(rows)


def _check_year(year: int, field: str) -> None:
    if not FIRST <= year <= LAST:
        raise RuleError(
            _("Choose a year from %(first)d to %(last)d.") % {"first": FIRST, "last": LAST},
            field=field,
        )


def _write(by: Actor, action: str, row: SpecialDay, changes: audit.Changes) -> None:
    audit.write(by=by, action=action, kind=KIND, record_id=row.pk, label=str(row), changes=changes)
