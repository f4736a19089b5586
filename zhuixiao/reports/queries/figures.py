"""The figures of a report, from the ledger, each with its change and the link that opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query
from zhuixiao.ledger.queries.conditions import Where
from zhuixiao.sales.queries import targets

from ..metrics import SHOWN
from ..models import WorkReport

_TO_THURSDAY = timedelta(days=3)
_BEFORE = {
    PeriodKind.DAY: _("Day before"),
    PeriodKind.WEEK: _("Week before"),
    PeriodKind.MONTH: _("Month before"),
}


@dataclass(frozen=True)
class Figure:
    """One number of a person or department and a period, in the `unit` of its metric.

    `frozen` is what it was when the report was submitted.
    `before` names the period of `previous`: the day, week or month before.
    `target` is that of the month, where there is one, and `share` what was reached of it by the end
    of the period, in hundredths.
    """

    metric: str
    label: object
    value: int
    previous: int
    before: object
    link: str
    unit: str
    frozen: int | None = None
    target: int | None = None
    share: int | None = None

    @property
    def has_changed(self) -> bool:
        """Whether facts changed since the report was submitted."""
        return self.frozen is not None and self.frozen != self.value


def of_person(
    person: Employee,
    period: Period,
    *,
    reader: Employee,
    metrics: Sequence[str] = SHOWN,
    snapshot: Mapping[str, int] | None = None,
) -> list[Figure]:
    """What the person did in the period, as the reader may see it: no figure of somebody whose
    records he does not see, for that would be a wrong nothing."""
    metrics = [key for key in metrics if sees(key, person, reader)]
    where = {Dimension.EMPLOYEE: [person.pk]}
    return _figures(where, period, reader=reader, metrics=metrics, snapshot=snapshot or {})


def of_department(
    unit: Department,
    period: Period,
    *,
    reader: Employee,
    metrics: Sequence[str] = SHOWN,
    snapshot: Mapping[str, int] | None = None,
) -> list[Figure]:
    """What a department with all below it did, for who sees all of it."""
    metrics = [key for key in metrics if sees(key, unit, reader)]
    where = {Dimension.DEPARTMENT: list(unit.subtree().values_list("pk", flat=True))}
    return _figures(where, period, reader=reader, metrics=metrics, snapshot=snapshot or {})


def of_subject(
    subject: Employee | Department,
    period: Period,
    *,
    reader: Employee,
    metrics: Sequence[str] = SHOWN,
    snapshot: Mapping[str, int] | None = None,
) -> list[Figure]:
    """Of a person or a department."""
    if isinstance(subject, Employee):
        return of_person(subject, period, reader=reader, metrics=metrics, snapshot=snapshot)
    return of_department(subject, period, reader=reader, metrics=metrics, snapshot=snapshot)


def _figures(
    where: Where,
    period: Period,
    *,
    reader: Employee,
    metrics: Sequence[str],
    snapshot: Mapping[str, int],
) -> list[Figure]:
    shown = allowed(metrics, reader.access)
    if not shown:
        return []
    table = query(shown, period=period, where=where, visible_to=reader, compare=True)
    before = _BEFORE.get(period.kind or PeriodKind.DAY, _("Before"))
    return [
        Figure(
            metric=key,
            label=catalogue.find(key).label,
            value=int(table.total.values[key] or 0),
            previous=int(table.total.previous[key] or 0),
            before=before,
            link=drill_link(key, period=period, where=where),
            unit=catalogue.find(key).unit,
            frozen=snapshot.get(key),
        )
        for key in shown
    ]


def aimed(
    figures: Sequence[Figure], period: Period, *, of: Employee | Department, reader: Employee
) -> list[Figure]:
    """The same figures with the targets of the month that the period belongs to."""
    # ISO 8601 counts a week to the month of its Thursday.
    is_week = period.kind == PeriodKind.WEEK
    day = period.start + _TO_THURSDAY if is_week else period.end
    last = min(period.end, Period.of(PeriodKind.MONTH, day).end)
    found = targets.of_month(last, of=of, reader=reader)
    return [
        replace(row, target=known.target.base, share=known.share)
        if (known := found.get(row.metric))
        else row
        for row in figures
    ]


def of_people(
    people: Sequence[Employee], period: Period, *, reader: Employee, metrics: Sequence[str]
) -> dict[int, dict[str, int]]:
    """Figures of many people at once: {employee id: {metric: value}}."""
    shown = allowed(metrics, reader.access)
    if not people or not shown:
        return {}
    table = query(
        shown,
        period=period,
        by=[Dimension.EMPLOYEE],
        where={Dimension.EMPLOYEE: [person.pk for person in people]},
        visible_to=reader,
        with_total=False,
    )
    return {
        int(str(row.key[0])): {key: int(row.values[key] or 0) for key in shown}
        for row in table.rows
    }


class Sum(NamedTuple):
    """A figure by itself."""

    metric: str
    value: int


def for_words(
    person: Employee, periods: Sequence[Period], *, metrics: Sequence[str]
) -> dict[Period, list[Sum]]:
    """The own figures of periods near each other, read at once."""
    shown = [key for key in allowed(metrics, person.access) if sees(key, person, person)]
    if not shown:
        return {period: [] for period in periods}
    table = query(
        shown,
        period=Period(min(one.start for one in periods), max(one.end for one in periods)),
        by=[Dimension.DAY],
        where={Dimension.EMPLOYEE: [person.pk]},
        visible_to=person,
        with_total=False,
    )
    days = [(row.key[0], row.values) for row in table.rows]
    return {
        period: [
            Sum(
                key,
                sum(
                    int(values[key] or 0)
                    for day, values in days
                    if isinstance(day, date) and period.start <= day <= period.end
                ),
            )
            for key in shown
        ]
        for period in periods
    }


def frozen(report: WorkReport, *, reader: Employee) -> dict[str, int]:
    """What a report keeps of the figures at its submission, as the reader may see it: words are
    open to more people than the records of its subject."""
    known = {row.key for row in catalogue.metrics()}
    shown = allowed([key for key in report.snapshot if key in known], reader.access)
    return {key: report.snapshot[key] for key in shown if sees(key, report.subject, reader)}


def sees(metric: str, subject: Employee | Department, reader: Employee) -> bool:
    """Whether all entries of a person, or of a department with all below it, lie within the
    reader's scope."""
    parts = catalogue.parts(catalogue.find(metric))
    return all(holds(part.module, subject, reader) for part in parts)


def holds(module: str, subject: Employee | Department, reader: Employee) -> bool:
    """The same of the records of a module."""
    access = reader.access
    if isinstance(subject, Employee):
        return access.holds(module, owner_id=subject.pk, department_id=subject.department_id)
    scope = access.scope(module)
    # What lies below a unit of such a scope belongs to it too.
    is_within = scope == DataScope.SUBTREE and subject.pk in access.unit_ids(module)
    return access.may(module, "view") and (scope == DataScope.ALL or is_within)


def allowed(metrics: Sequence[str], access: Access) -> list[str]:
    """Those of the metrics that may be seen at all."""
    return [key for key in metrics if catalogue.may_read(access, catalogue.find(key))]
