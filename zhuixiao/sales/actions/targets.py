"""Setting targets: a year of one number for the company, departments and people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue

from ..choices import TargetUnit
from ..models import Target
from ..queries.targets import METRICS

KIND = "target"
# As shares of the target in hundredths: 冲刺 and 挑战 where nobody says otherwise.
STRETCH, CHALLENGE = 120, 150


@dataclass(frozen=True)
class Holder:
    """Whose target it is: a person's, a department's, or (neither) the company's."""

    department_id: int | None = None
    employee_id: int | None = None


# A holder and the first day of a month, quarter or year.
Place = tuple[Holder, date]
# Target, stretch target and challenge.
Tiers = tuple[int, int, int]


@dataclass(frozen=True)
class Plan:
    """What is to be reached: by holder and first day of a month, quarter or year the target in the
    metric's unit; None takes it away. The higher tiers are shares of it in hundredths."""

    metric: str
    unit: TargetUnit
    values: Mapping[Place, int | None]
    stretch: int = STRETCH
    challenge: int = CHALLENGE


@transaction.atomic
def set_targets(*, by: Actor, plan: Plan, with_sums: bool = False) -> int:
    """Write a plan; returns how many targets changed.

    `with_sums` makes the quarters and the years that hold months with a target the sums of these;
    a quarter or a year that was set without months stays. Raises NotAllowed, Invalid.
    """
    by.employee.access.check("orders", "manage")
    _check(plan)
    if not catalogue.may_read(by.employee.access, catalogue.find(plan.metric)):
        raise NotAllowed
    changed = _write(by, plan)
    count = len(changed)
    if with_sums and plan.unit == TargetUnit.MONTH:
        emptied = {place for place in changed if plan.values[place] is None}
        count += sum(len(_write(by, summed)) for summed in _sums(plan, emptied))
    return count


def _check(plan: Plan) -> None:
    errors: dict[str, object] = {}
    if plan.metric not in METRICS:
        errors["metric"] = _("Targets cannot be set for this number.")
    if not 100 <= plan.stretch <= plan.challenge <= 1_000:
        errors["stretch"] = _(
            "The stretch target is at least the target, the challenge at least the stretch target."
        )
    for value in plan.values.values():
        if value is not None and not 0 < value <= LARGEST:
            errors["values"] = _("A target is above zero. Leave the field empty for none.")
    for _holder, start in plan.values:
        if Period.of(PeriodKind(plan.unit), start).start != start:
            errors["values"] = _("A target begins on the first day of its period.")
    units = {holder.department_id for holder, _start in plan.values if holder.department_id}
    people = {holder.employee_id for holder, _start in plan.values if holder.employee_id}
    if Department.objects.filter(pk__in=units).count() < len(units) or Employee.objects.filter(
        pk__in=people
    ).count() < len(people):
        errors["values"] = _("Somebody of these is not there any more. Load the page again.")
    if errors:
        raise Invalid(errors)


def _write(by: Actor, plan: Plan) -> set[Place]:
    """Write the values of a plan; returns those that changed."""
    starts = [start for _holder, start in plan.values]
    rows = Target.objects.select_for_update().filter(
        metric=plan.metric, unit=plan.unit, start__in=starts
    )
    held = {(Holder(row.department_id, row.employee_id), row.start): row for row in rows}
    changes: dict[Holder, dict[str, tuple[str | int | None, str | int | None]]] = {}
    changed: set[Place] = set()
    for place, value in plan.values.items():
        holder, start = place
        row = held.get(place)
        before = (row.base, row.stretch, row.challenge) if row else None
        tiers = _tiers(plan, value)
        if before == tiers:
            continue
        changed.add(place)
        changes.setdefault(holder, {})[start.isoformat()] = _logged(before, tiers)
        if tiers is None:
            assert row is not None  # noqa: S101
            row.delete()
        elif row:
            row.base, row.stretch, row.challenge = tiers
            row.version += 1
            row.save()
        else:
            Target.objects.create(
                metric=plan.metric,
                unit=plan.unit,
                start=start,
                department_id=holder.department_id,
                employee_id=holder.employee_id,
                base=tiers[0],
                stretch=tiers[1],
                challenge=tiers[2],
            )
    for holder, found in changes.items():
        audit.write(
            by=by,
            action="change",
            kind=KIND,
            record_id=holder.employee_id or holder.department_id or 0,
            label=f"{catalogue.find(plan.metric).label} · {_called(holder)}",
            changes=found,
        )
    return changed


def _tiers(plan: Plan, value: int | None) -> Tiers | None:
    if value is None:
        return None
    return value, value * plan.stretch // 100, value * plan.challenge // 100


def _logged(before: Tiers | None, after: Tiers | None) -> tuple[str | int | None, str | int | None]:
    """What the audit tells of a change: the target, all three tiers where it is the same."""
    if before and after and before[0] == after[0]:
        return " / ".join(map(str, before)), " / ".join(map(str, after))
    return before and before[0], after and after[0]


def _sums(plan: Plan, emptied: set[Place]) -> list[Plan]:
    """The quarters and years of the months of a plan, which were just written; one whose last
    month was emptied goes too."""
    holders = {holder for holder, _start in plan.values}
    years = {start.year for _holder, start in plan.values}
    months = Target.objects.filter(
        metric=plan.metric, unit=TargetUnit.MONTH, start__year__in=years
    ).values_list("department_id", "employee_id", "start", "base")
    found = []
    for unit in (TargetUnit.QUARTER, TargetUnit.YEAR):
        kind = PeriodKind(unit)
        values: dict[Place, int | None] = {
            (holder, Period.of(kind, start).start): None for holder, start in emptied
        }
        for department, employee, start, base in months:
            holder = Holder(department, employee)
            if holder in holders:
                place = (holder, Period.of(kind, start).start)
                values[place] = (values.get(place) or 0) + base
        found.append(Plan(plan.metric, unit, values, plan.stretch, plan.challenge))
    return found


def _called(holder: Holder) -> str:
    if holder.employee_id:
        person: Employee = Employee.objects.get(pk=holder.employee_id)
        return person.name
    if holder.department_id:
        return Department.objects.get(pk=holder.department_id).name
    return str(_("Company"))
