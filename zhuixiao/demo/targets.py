"""Targets of this year, a little above what was sold last year, so that some are reached."""

from datetime import date

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions.targets import Holder, Plan, set_targets
from zhuixiao.sales.choices import TargetUnit

_STEP = 500_000
_METRICS = ("orders.amount", "payments.amount")


def build(by: Actor) -> None:
    """Months with their quarters and year, for the company, departments and who sells."""
    today = by.today
    year = Period.of(PeriodKind.YEAR, today)
    so_far = Period(year.start, today)
    months = [part.start for part in year.split(PeriodKind.MONTH)]
    for metric in _METRICS:
        values: dict[tuple[Holder, date], int | None] = {}
        table = query([metric], period=so_far, by=[Dimension.EMPLOYEE], visible_to=by.employee)
        sold = {int(str(row.key[0])): int(row.values[metric] or 0) for row in table.rows}
        by_unit: dict[int, int] = {}
        for person in Employee.objects.filter(pk__in=sold).select_related("department"):
            month = _rounded(sold[person.pk] // today.month * 105 // 100)
            for unit in person.department.ancestor_ids:
                by_unit[unit] = by_unit.get(unit, 0) + month
            values |= {(Holder(employee_id=person.pk), day): month for day in months}
        for unit in Department.objects.filter(pk__in=by_unit).exclude(parent=None):
            values |= {(Holder(department_id=unit.pk), day): by_unit[unit.pk] for day in months}
        whole = sum(values[holder, day] or 0 for holder, day in values if holder.employee_id)
        values |= {(Holder(), day): whole // len(months) or _STEP for day in months}
        plan = Plan(metric, TargetUnit.MONTH, values)
        set_targets(by=by, plan=plan, with_sums=True)


def _rounded(amount: int) -> int:
    """To the next 5,000 yuan."""
    return (amount // _STEP + 1) * _STEP
