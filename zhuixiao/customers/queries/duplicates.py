"""Customers that may be the same one: blind to data scope, yet showing only what scope allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length, Lower

from zhuixiao.accounts.models import Company, Employee

from ..duplicate_rules import (
    SHORTEST,
    Facts,
    Handling,
    NameSign,
    Rule,
    beginnings,
    city_of,
    rules_of,
)
from ..models import Customer, CustomerPhone

MOST = 5
_CANDIDATES = MOST * 4
_LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Duplicate:
    """A customer like the one that is typed; `customer` only where the reader may see it."""

    customer: Customer | None
    owner: str
    reason: str


def find(
    facts: Facts, *, visible_to: Employee, company: Company, via: str, but: int = 0
) -> list[Duplicate]:
    """Customers of the whole company that are alike by the rules of this entrance.

    The base is asked without scope, so that nobody enters a colleague's customer twice; of one
    out of sight only the owner's or the pool's name comes out. `but` leaves a customer out.
    """
    rules = [rule for rule in rules_of(company.settings) if rule.handling(via) != Handling.IGNORE]
    return shown(matches(facts, rules, but=but), visible_to=visible_to)


def shown(found: dict[int, Rule], *, visible_to: Employee) -> list[Duplicate]:
    """The newest of the matches as far as this person may see them."""
    if not found:
        return []
    rows = (
        Customer.objects.filter(pk__in=found)
        .select_related("owner", "pool", "department")
        .order_by("-pk")[:MOST]
    )
    visible = set(
        Customer.objects.visible_to(visible_to)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        Duplicate(
            customer=row if row.pk in visible else None,
            owner=str(row.owner or row.pool or row.department or ""),
            reason=found[row.pk].reason,
        )
        for row in rows
    ]


def matches(facts: Facts, rules: Sequence[Rule], *, but: int = 0) -> dict[int, Rule]:
    """Ids of the whole company's customers with the rule by which each is alike; for rules, not
    to be shown. Phones come before codes before names."""
    found: dict[int, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.reason, reverse=True):
        condition = _condition(rule, facts)
        if condition is None:
            continue
        rows = Customer.objects.alias(mail=Lower("email"), core_length=Length("name_core"))
        rows = rows.filter(condition, deleted_at=None).exclude(pk=but).order_by("-pk")
        for pk in rows.values_list("pk", flat=True)[:_CANDIDATES]:
            found.setdefault(pk, rule)
    return found


def _condition(rule: Rule, facts: Facts) -> Q | None:
    """What alike customers fulfil; None where something that is compared was not given."""
    if not rule.keys(facts):
        return None
    condition = Q()
    if rule.name == NameSign.SIMILAR:
        condition &= _similar(facts.core)
    elif rule.name:
        condition &= Q(name_core=facts.core)
    if rule.name == NameSign.SAME:
        condition &= Q(name=facts.name.strip())
    if rule.credit_code:
        condition &= Q(credit_code=facts.code)
    if rule.email:
        condition &= Q(mail=facts.mail) & ~Q(email="")
    if rule.city:
        first = city_of(facts.region) * 100
        inside = Q(region__gte=first, region__lt=first + 100)
        condition &= inside if first else Q(region=None)
    if rule.phone:
        numbers = CustomerPhone.objects.filter(number__in=facts.numbers)
        condition &= Q(pk__in=numbers.values("customer"))
    return condition


def _similar(core: str) -> Q:
    """`are_similar` in the database: names that begin this core, and names that it begins."""
    alike = Q(name_core__in=beginnings(core))
    if len(core) < SHORTEST:
        return alike
    # SQLite finds a beginning by its index only as a range, which its order by code points allows.
    longer = (
        Q(name_core__startswith=core)
        if connection.vendor == "postgresql"
        else Q(name_core__gt=core, name_core__lt=core + _LAST)
    )
    return alike | longer & Q(core_length__lte=2 * len(core))
