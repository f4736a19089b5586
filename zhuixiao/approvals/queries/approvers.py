"""Whom a step asks: by person, role, group, head of the department or the heads above it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhuixiao.accounts.models import Department, Employee

from ..choices import Empty, Own, Who
from ..models import Delegation

_CHAIN = 3
Step = Mapping[str, Any]
Rules = Mapping[str, Any]


def of_step(step: Step, rules: Rules, *, asker: Employee, department: Department) -> list[Employee]:
    """Who must agree; nobody where the step passes by its rules.

    Heads are those of `department`, or the next one above that has a head.
    """
    people = _named(step, department)
    if not people:
        return _boss() if rules.get("empty", Empty.BOSS) == Empty.BOSS else []
    if asker not in people or rules.get("own", Own.SKIP) == Own.ALLOW:
        return people
    others = [one for one in people if one != asker]
    if rules.get("own", Own.SKIP) == Own.ABOVE:
        above = [one for one in heads(department) if one != asker and one not in others]
        return [*others, *above[:1]] or _boss(but=asker)
    return others


def heads(department: Department) -> list[Employee]:
    """The heads of a unit and of those above it, the nearest first, each once."""
    units = Department.objects.filter(pk__in=department.ancestor_ids).select_related("head")
    upwards = sorted(units, key=lambda unit: -unit.depth)
    found = [unit.head for unit in upwards if unit.head and unit.head.is_active]
    return list(dict.fromkeys(found))


def stand_in(person: Employee, *, day: date, but: Employee) -> Employee:
    """Who decides for a person on a day; the person where nobody does, or only `but`."""
    decider = person
    for _link in range(_CHAIN):
        rows = Delegation.objects.filter(employee=decider, ended_at=None, to__is_active=True)
        found = rows.filter(first_day__lte=day, last_day__gte=day).select_related("to").first()
        if found is None or found.to in {person, but}:
            break
        decider = found.to
    return decider


def _named(step: Step, department: Department) -> list[Employee]:
    rows = Employee.objects.active().order_by("pk")
    ids = step.get("ids", [])
    match step["who"]:
        case Who.PEOPLE:
            by_id = rows.in_bulk(ids)
            return [by_id[pk] for pk in ids if pk in by_id]
        case Who.ROLE:
            return list(rows.filter(role__in=ids))
        case Who.GROUP:
            return list(rows.filter(groups__in=ids).distinct())
        case Who.HEAD:
            return heads(department)[:1]
        case _:
            return heads(department)[: max(1, step.get("levels") or 1)]


def _boss(*, but: Employee | None = None) -> list[Employee]:
    found = Employee.objects.active().filter(role__key="boss").order_by("pk")
    return [one for one in found if one != but]
