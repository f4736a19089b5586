"""Whom a step asks: by person, role, group, head of the department or the heads above it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhuixiao.accounts.models import Department, Employee

from ..choices import Empty, Own, Who
from ..models import Delegation

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


def boss(*, instead_of: Employee, asker: Employee) -> Employee | None:
    """Who decides instead of one who has left: another boss than the asker where there are several;
    None without a boss."""
    found = [one for one in _boss() if one != instead_of]
    return next((one for one in found if one != asker), found[0] if found else None)


def stand_in(person: Employee, *, day: date, but: Employee) -> Employee:
    """Who decides for a person on a day, where that one is away as well who decides for him; `but`
    never does. The person where nobody does, or where all of them are away for each other."""
    away = [person]
    while (found := _named_by(away[-1], day)) and found != but:
        if found in away:
            return person
        away.append(found)
    return away[-1]


def _named_by(person: Employee, day: date) -> Employee | None:
    rows = Delegation.objects.filter(employee=person, ended_at=None, to__is_active=True)
    row = rows.filter(first_day__lte=day, last_day__gte=day).select_related("to").first()
    return row.to if row else None


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
