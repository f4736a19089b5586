"""The figures of a report, from the ledger, each with its change and the link that opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import drill_link, query

from ..metrics import SHOWN

_BEFORE = {
    PeriodKind.DAY: _("Day before"),
    PeriodKind.WEEK: _("Week before"),
    PeriodKind.MONTH: _("Month before"),
}


@dataclass(frozen=True)
class Figure:
    """One number of a person and period, in the `unit` of its metric.

    `frozen` is what it was when the report was submitted.
    `before` names the period of `previous`: the day, week or month before.
    """

    metric: str
    label: object
    value: int
    previous: int
    before: object
    link: str
    unit: str
    frozen: int | None = None

    @property
    def has_changed(self) -> bool:
        """Whether facts changed since the report was submitted."""
        return self.frozen is not None and self.frozen != self.value


def of_person(
    person: Employee,
    period: Period,
    *,
    reader: Employee,
    snapshot: dict[str, int] | None = None,
) -> list[Figure]:
    """What the person did in the period, as the reader may see it."""
    shown = allowed(SHOWN, reader)
    where = {Dimension.EMPLOYEE: [person.pk]}
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
            frozen=(snapshot or {}).get(key),
        )
        for key in shown
    ]


def of_people(
    people: Sequence[Employee], period: Period, *, reader: Employee, metrics: Sequence[str]
) -> dict[int, dict[str, int]]:
    """Figures of many people at once: {employee id: {metric: value}}."""
    shown = allowed(metrics, reader)
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


def frozen(snapshot: Mapping[str, int], *, reader: Employee) -> dict[str, int]:
    """What a report keeps of the figures at its submission, as the reader may see it."""
    shown = allowed(SHOWN, reader)
    return {key: value for key, value in snapshot.items() if key in shown}


def allowed(metrics: Sequence[str], reader: Employee) -> list[str]:
    """Those of the metrics that the reader may see at all."""
    return [key for key in metrics if catalogue.may_read(reader.access, catalogue.find(key))]
