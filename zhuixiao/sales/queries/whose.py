"""Of whom a page of numbers tells: of one person, of a department with all below it, of all."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuixiao.accounts.choices import DataScope, Right
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries.conditions import Where

from ..metrics import ORDERS


@dataclass(frozen=True)
class Whose:
    """`key` is what an address says: "me", "all", "e7" or "d3"; `where` is for the ledger."""

    key: str
    label: str
    where: Where


def whose(key: str, *, reader: Employee) -> Whose:
    """Whom the key means; the reader himself for what he may not choose."""
    if key == "all" and _is_wide(reader):
        return Whose("all", _("Everybody"), {})
    number = int(key[1:]) if key[1:].isdecimal() and len(key) < 15 else 0
    if number and key[0] == "e":
        person = people_within(reader, ORDERS).filter(pk=number).first()
        if person:
            return Whose(key, person.name, {Dimension.EMPLOYEE: [person.pk]})
    if number and key[0] == "d":
        unit = units_within(reader, ORDERS).filter(pk=number).first()
        if unit:
            ids = list(unit.subtree().values_list("pk", flat=True))
            return Whose(key, unit.name, {Dimension.DEPARTMENT: ids})
    return Whose("me", _("Myself"), {Dimension.EMPLOYEE: [reader.pk]})


def choices(reader: Employee) -> list[tuple[str, str]]:
    """What a select box offers: one entry for who sees only the own numbers."""
    found = [("me", _("Myself"))]
    if not _is_wide(reader):
        return found
    found.append(("all", _("Everybody")))
    units = in_tree_order(units_within(reader, ORDERS).filter(closed_at=None))
    found += [(f"d{row.pk}", "\u3000" * row.depth + row.name) for row in units]
    people = people_within(reader, ORDERS).exclude(pk=reader.pk)
    rows = people.order_by("-is_active", "department__path", "pk")
    return found + [(f"e{row.pk}", row.name) for row in rows]


def people_within(reader: Employee, module: str) -> "QuerySet[Employee]":
    """Those whose records of a module lie within the reader's data scope, the reader among them."""
    within = reader.access.q(module, owner="pk", right=Right.HOLD)
    people: QuerySet[Employee] = Employee.objects.filter(within)
    return people


def units_within(reader: Employee, module: str) -> "QuerySet[Department]":
    """The departments whose records of a module lie within the reader's data scope."""
    rows = Department.objects.known_to(reader)
    match reader.access.scope(module):
        case DataScope.ALL:
            return rows
        case DataScope.SUBTREE:
            return rows.filter(pk__in=reader.access.unit_ids(module))
        case DataScope.DEPARTMENT:
            return rows.filter(pk=reader.department_id)
        case _:
            return rows.none()


def _is_wide(reader: Employee) -> bool:
    return reader.access.scope(ORDERS) != DataScope.OWN
