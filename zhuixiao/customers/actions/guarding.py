"""Counting what people read, and stopping whoever reads more in a day than the role allows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.notices.actions import notify

from .. import unusual
from ..models import Customer, Reading, ReadingAlert
from ..queries import guarding
from ..queries.guarding import KINDS, Limits

NOTICE = "customers.unusual"
AGAIN = timedelta(minutes=10)
HISTORY_DAYS = 28
WATERMARKS = ("", "screen", "print", "both")


class TooMuch(RuleError):
    """The day's limit of the role is reached."""

    status = 429
    code = "quota"


@transaction.atomic
def note(*, by: Actor, customer: Customer, company: Company) -> None:
    """Write down that somebody opened a customer. Raises TooMuch beyond the role's limit a day; the
    same customer again costs nothing."""
    limit = guarding.limits_of(company, by.employee).views
    held = Reading.objects.filter(employee=by.employee, day=by.today, customer=customer)
    before = held.values_list("last_at", flat=True).first()
    if before is not None:
        if by.at - before > AGAIN:
            held.update(times=F("times") + 1, last_at=by.at, via=by.via, ip=by.ip)
        return
    if limit is not None:
        _lock(by)
        if Reading.objects.filter(employee=by.employee, day=by.today).count() >= limit:
            raise TooMuch(
                _("Today you have opened %(n)d customers, as many as your role may. Ask the boss.")
                % {"n": limit}
            )
    Reading.objects.bulk_create(
        [
            Reading(
                employee=by.employee,
                customer=customer,
                day=by.today,
                first_at=by.at,
                last_at=by.at,
                via=by.via,
                ip=by.ip,
            )
        ],
        ignore_conflicts=True,
    )


def check_reveal(*, by: Actor) -> None:
    """Inside the transaction of a reveal. Raises TooMuch."""
    limit = guarding.limits_of(Company.objects.get(), by.employee).reveals
    if limit is None:
        return
    _lock(by)
    if guarding.today_of(by.employee, at=by.at, zone=by.zone).reveals >= limit:
        raise TooMuch(
            _("Today you have looked at %(n)d numbers, as many as your role may. Ask the boss.")
            % {"n": limit}
        )


def check_export(*, by: Actor, rows: int) -> None:
    """Before an export of so many customers. Raises TooMuch."""
    limits = guarding.limits_of(Company.objects.get(), by.employee)
    if limits.exports is None and limits.rows is None:
        return
    so_far = guarding.today_of(by.employee, at=by.at, zone=by.zone)
    if limits.exports is not None and so_far.exports >= limits.exports:
        raise TooMuch(
            _("Today you have exported %(n)d times, as often as your role may. Ask the boss.")
            % {"n": limits.exports}
        )
    if limits.rows is not None and so_far.rows + rows > limits.rows:
        raise TooMuch(
            _("Your role may export %(n)d customers a day. Choose fewer, or ask the boss.")
            % {"n": limits.rows}
        )


@transaction.atomic
def set_rules(*, by: Actor, limits: Mapping[int, Limits], watermark: str) -> None:
    """Save the limits of roles by their id, and where the watermark stands. Raises NotAllowed."""
    by.employee.access.check("customers", "manage")
    if watermark not in WATERMARKS:
        raise RuleError(_("This choice is not known."), field="watermark")
    company = Company.objects.select_for_update().get()
    before = {name: company.settings.get(name) for name in (guarding.LIMITS, guarding.WATERMARK)}
    company.settings[guarding.LIMITS] = {str(pk): vars(one) for pk, one in limits.items()}
    company.settings[guarding.WATERMARK] = watermark
    company.save(update_fields=["settings"])
    changes: dict[str, tuple[Any, Any]] = {
        "limits": (before[guarding.LIMITS], company.settings[guarding.LIMITS]),
        "watermark": (before[guarding.WATERMARK], watermark),
    }
    audit.write(by=by, action="edit", kind="guarding", changes=changes)


@transaction.atomic
def watch(*, at: datetime, company: Company) -> int:
    """Tell the boss and the administrators of unusual reading today, once a person, day and kind;
    returns how many alerts there were."""
    today = company.today(at)
    first = today - timedelta(days=HISTORY_DAYS)
    found = guarding.figures(Period(first, today), company.zone)
    people = {row.pk: row for row in Employee.objects.active().select_related("role")}
    told = 0
    for person in people.values():
        for kind in KINDS:
            days = found.get(person.pk, {})
            number = getattr(days[today], kind) if today in days else 0
            own = [getattr(one, kind) for day, one in days.items() if day != today]
            colleagues = [
                getattr(found[pk][today], kind)
                for pk, other in people.items()
                if pk != person.pk
                and other.role_id == person.role_id
                and today in found.get(pk, {})
            ]
            own = [one for one in own if one]
            if unusual.is_unusual(kind, number, own=own, colleagues=colleagues):
                usual = unusual.limit(kind, own=own, colleagues=colleagues)
                told += _alert(person, kind, number, usual, at=at, company=company)
    return told


def _alert(
    person: Employee, kind: str, number: int, usual: int, *, at: datetime, company: Company
) -> int:
    _row, is_new = ReadingAlert.objects.get_or_create(
        employee=person,
        day=company.today(at),
        kind=kind,
        defaults={"number": number, "usual": usual, "at": at},
    )
    if is_new:
        leaders = Employee.objects.active().filter(role__key__in=["boss", "admin"])
        notify(
            to=list(leaders.exclude(pk=person.pk).values_list("pk", flat=True)),
            kind=NOTICE,
            text=_TEXTS[kind],
            params={"name": person.name, "n": number, "usual": usual},
            url=f"/customers/guarding/{person.pk}/",
            at=at,
        )
    return int(is_new)


_TEXTS = {
    "views": gettext_noop("%(name)s opened %(n)d customers today; up to %(usual)d is usual."),
    "reveals": gettext_noop("%(name)s revealed %(n)d numbers today; up to %(usual)d is usual."),
    "rows": gettext_noop("%(name)s exported %(n)d customers today; up to %(usual)d is usual."),
}


def _lock(by: Actor) -> None:
    """Whoever asks twice at once waits here, so that the count holds."""
    Employee.objects.select_for_update().only("pk").get(pk=by.employee.pk)
