"""Counting what people read, and stopping whoever reads more in a day than the role allows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
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
from ..queries.guarding import KINDS, Day, Limits

NOTICE = "customers.unusual"
AGAIN = timedelta(minutes=10)
HISTORY_DAYS = 28
WATERMARKS = ("", "screen", "print", "both")


class TooMuch(RuleError):
    """The day's limit of the role is reached."""

    status = 429
    code = "quota"


def note(*, by: Actor, customer: Customer, company: Company) -> None:
    """Write down that somebody opened a customer. Raises TooMuch beyond the role's limit a day; the
    same customer again costs nothing."""
    held = Reading.objects.filter(employee=by.employee, day=by.today, customer=customer)
    before = held.values_list("last_at", flat=True).first()
    if before is not None:
        if by.at - before > AGAIN:
            held.update(times=F("times") + 1, last_at=by.at, via=by.via, ip=by.ip)
        return
    # Only now: whoever looks again waits for nobody who writes.
    with transaction.atomic():
        _note_new(by=by, customer=customer, limit=guarding.limits_of(company, by.employee).views)


def _note_new(*, by: Actor, customer: Customer, limit: int | None) -> None:
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


def check_may_export(*, by: Actor, module: str = "customers") -> None:
    """Before anybody is asked whether an export may be. Raises NotAllowed, and TooMuch where the
    role exports nothing on any day."""
    by.employee.access.check(module, "export")
    limits = guarding.limits_of(Company.objects.get(), by.employee)
    if 0 in {limits.exports, limits.rows}:
        raise TooMuch(_("Your role may export nothing. Ask the boss."))


def exported_so_far(*, by: Actor) -> Day:
    """What the person exported today, and is about to export; inside a transaction, in which
    nobody else begins an export of that person."""
    _lock(by)
    done = guarding.today_of(by.employee, at=by.at, zone=by.zone)
    waiting = guarding.waiting(by.employee)
    return Day(exports=done.exports + waiting.exports, rows=done.rows + waiting.rows)


def check_export(*, by: Actor, so_far: Day, rows: int) -> None:
    """Inside the transaction that begins an export of so many customers, with what
    `exported_so_far` said there. Raises TooMuch."""
    _check_exports(guarding.limits_of(Company.objects.get(), by.employee), so_far, rows)


def check_exported(*, by: Actor, rows: int) -> None:
    """Inside the transaction that logs an export, which others may have overtaken since it began.
    Raises TooMuch."""
    limits = guarding.limits_of(Company.objects.get(), by.employee)
    if limits.exports is not None or limits.rows is not None:
        _lock(by)
        so_far = guarding.today_of(by.employee, at=by.at, zone=by.zone)
        _check_exports(limits, so_far, rows)


def _check_exports(limits: Limits, so_far: Day, rows: int) -> None:
    if limits.exports is not None and so_far.exports >= limits.exports:
        raise TooMuch(
            _("Today you have exported %(n)d times, as often as your role may. Ask the boss.")
            % {"n": limits.exports}
        )
    if limits.rows is not None and so_far.rows + rows > limits.rows:
        raise TooMuch(
            _("Your role may export %(n)d rows a day. Choose fewer, or ask the boss.")
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
    """Tell the boss and the administrators of unusual reading, once a person, day and kind;
    returns how many alerts there were.

    Yesterday is looked at as long as today is: its last hours were over before any job ran, and
    the computer of a small office sleeps at night.
    """
    today = company.today(at)
    yesterday = today - timedelta(days=1)
    first = yesterday - timedelta(days=HISTORY_DAYS)
    found = guarding.figures(Period(first, today), company.zone)
    people = list(Employee.objects.active().select_related("role"))
    return sum(
        _alert(person, kind, number, usual, day=day, at=at, texts=texts)
        for day, texts in ((yesterday, _YESTERDAY), (today, _TODAY))
        for person, kind, number, usual in _unusual(found, people, day)
    )


def _unusual(
    found: Mapping[int, Mapping[date, Day]], people: Sequence[Employee], day: date
) -> Iterator[tuple[Employee, str, int, int]]:
    """Who read how much of what kind on a day, and what would have been usual."""
    for person in people:
        days = found.get(person.pk, {})
        if day not in days:
            continue
        for kind in KINDS:
            number = getattr(days[day], kind)
            before = [getattr(one, kind) for other, one in days.items() if other < day]
            own = [one for one in before if one]
            colleagues = [
                getattr(found[other.pk][day], kind)
                for other in people
                if other.pk != person.pk
                and other.role_id == person.role_id
                and day in found.get(other.pk, {})
            ]
            if unusual.is_unusual(kind, number, own=own, colleagues=colleagues):
                yield person, kind, number, unusual.limit(kind, own=own, colleagues=colleagues)


def _alert(
    person: Employee,
    kind: str,
    number: int,
    usual: int,
    *,
    day: date,
    at: datetime,
    texts: Mapping[str, str],
) -> int:
    _row, is_new = ReadingAlert.objects.get_or_create(
        employee=person,
        day=day,
        kind=kind,
        defaults={"number": number, "usual": usual, "at": at},
    )
    if is_new:
        leaders = Employee.objects.active().filter(role__key__in=["boss", "admin"])
        notify(
            to=list(leaders.exclude(pk=person.pk).values_list("pk", flat=True)),
            kind=NOTICE,
            text=texts[kind],
            params={"name": person.name, "n": number, "usual": usual},
            url=f"/customers/guarding/{person.pk}/",
            at=at,
        )
    return int(is_new)


_TODAY = {
    "views": gettext_noop("%(name)s opened %(n)d customers today; up to %(usual)d is usual."),
    "reveals": gettext_noop("%(name)s revealed %(n)d numbers today; up to %(usual)d is usual."),
    "rows": gettext_noop("%(name)s exported %(n)d customers today; up to %(usual)d is usual."),
}
_YESTERDAY = {
    "views": gettext_noop("%(name)s opened %(n)d customers yesterday; up to %(usual)d is usual."),
    "reveals": gettext_noop("%(name)s revealed %(n)d numbers yesterday; up to %(usual)d is usual."),
    "rows": gettext_noop("%(name)s exported %(n)d customers yesterday; up to %(usual)d is usual."),
}


def _lock(by: Actor) -> None:
    """Whoever asks twice at once waits here, so that the count holds."""
    Employee.objects.select_for_update(no_key=True).only("pk").get(pk=by.employee.pk)
