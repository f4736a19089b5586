"""Looking for duplicates in the whole base, and deciding that two are different customers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Coalesce, Collate, Lower
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..duplicate_rules import SETTING, NameSign, Rule, are_similar, as_settings, mark_of, rules_of
from ..models import Customer, CustomerPhone, DuplicatePair
from .duplicates import put_on_list

# Written in parts, so that nobody waits long for the database.
PART = 2_000
MOST_RULES = 20
# Of so many alike every two are written, of more a star: each with the first of them.
SMALL = 6
Pair = tuple[int, int]


def search(*, at: datetime, company: Company, progress: Callable[[int, int], None]) -> int:
    """Find all pairs of the base by those of the company's rules that say so; returns how many are
    new. Pairs that were decided are not found again. Safe to be stopped and begun anew."""
    before = DuplicatePair.objects.count()
    rules = [rule for rule in rules_of(company.settings) if rule.in_search]
    for done, rule in enumerate(rules):
        progress(done, len(rules))
        found = list(_pairs(_beginnings(rule) if _is_similar(rule) else _equals(rule)))
        for start in range(0, len(found), PART):
            _write(rule.reason, found[start : start + PART], at)
    progress(len(rules), len(rules))
    return DuplicatePair.objects.count() - before


@transaction.atomic
def save_rules(*, by: Actor, rules: Sequence[Rule], seen: str) -> None:
    """Save the company's rules in their order; `seen` is the mark of those that the person saw.
    Raises NotAllowed, RuleError, also when somebody else changed them since."""
    by.employee.access.check("customers", "manage")
    if len(rules) > MOST_RULES:
        raise RuleError(_("At most %(n)d rules. Remove one first.") % {"n": MOST_RULES})
    if not all(rule.compares_something for rule in rules):
        raise RuleError(_("Choose what is compared: name, phone, credit code or mail address."))
    company = Company.objects.select_for_update().get()
    if mark_of(rules_of(company.settings)) != seen:
        raise RuleError(_("The rules were changed meanwhile. Look at them again."))
    before, after = as_settings(rules_of(company.settings)), as_settings(rules)
    company.settings[SETTING] = after
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind="duplicate_rules", changes={"rules": (before, after)})


@transaction.atomic
def differ(*, by: Actor, pair: DuplicatePair) -> None:
    """They are two customers: the pair does not come back. Raises NotAllowed, RuleError."""
    by.employee.access.check("customers", "delete")
    held = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=pair.pk)
    row = held.select_related("first", "second").get()
    if row.decided_at is not None:
        raise RuleError(_("This was decided already."))
    if not DuplicatePair.objects.open_for(by.employee).filter(pk=row.pk).exists():
        raise NotAllowed
    row.decided_at, row.decided_by = by.at, by.employee
    row.save(update_fields=["decided_at", "decided_by"])
    audit.write(
        by=by,
        action="differ",
        kind="customer",
        record_id=row.first_id,
        label=row.first.name,
        changes={"merged": (None, row.second.name)},
        version=row.first.version,
    )


def _is_similar(rule: Rule) -> bool:
    return rule.name == NameSign.SIMILAR


def _pairs(groups: Iterable[Sequence[int]]) -> Iterator[Pair]:
    """Of each group every two, or a star: of a thousand alike 999 pairs, not half a million."""
    for ids in groups:
        if len(ids) <= SMALL:
            yield from combinations(ids, 2)
        else:
            yield from ((ids[0], other) for other in ids[1:])


def _equals(rule: Rule) -> Iterator[list[int]]:
    """Ids of customers for which all is equal that the rule compares; one ordered pass."""
    for _key, rows in groupby(_rows(rule), key=itemgetter(slice(None, -1))):
        ids = sorted({row[-1] for row in rows})
        if len(ids) > 1:
            yield ids


def _beginnings(rule: Rule) -> Iterator[list[int]]:
    """Two whose names begin with each other, and all else that the rule compares is equal. In order
    of code points a name comes right behind its beginnings, which stay open until one differs."""
    for _key, rows in groupby(_rows(rule), key=itemgetter(slice(None, -2))):
        opened: list[tuple[str, int]] = []
        for row in rows:
            core, pk = row[-2:]
            while opened and not core.startswith(opened[-1][0]):
                opened.pop()
            for shorter, first in opened:
                if first != pk and are_similar(shorter, core):
                    yield sorted((first, pk))
                    break
            if not opened or opened[-1][0] != core:
                opened.append((core, pk))


def _rows(rule: Rule) -> Iterator[tuple[Any, ...]]:
    """What the rule compares, the core of a name last, then the id; in this order."""
    base = CustomerPhone.objects if rule.phone else Customer.objects
    to = "customer__" if rule.phone else ""
    rows = base.filter(**{f"{to}deleted_at": None}).annotate(
        mail=Lower(f"{to}email"),
        city=Coalesce(f"{to}region_id", 0) / 100,
        # The order of code points, whatever the language of the database.
        core=Collate(f"{to}name_core", "C" if connection.vendor == "postgresql" else "BINARY"),
    )
    compared = ["number"] if rule.phone else []
    for wanted, name, column in (
        (rule.credit_code, f"{to}credit_code", f"{to}credit_code"),
        (rule.email, "mail", f"{to}email"),
        (rule.name == NameSign.SAME, f"{to}name", f"{to}name"),
        (bool(rule.name), "core", f"{to}name_core"),
    ):
        if wanted:
            rows = rows.exclude(**{column: ""})
            compared.append(name)
    if rule.city:
        compared.insert(0, "city")
    columns = [*compared, "customer_id" if rule.phone else "pk"]
    return rows.order_by(*columns).values_list(*columns).iterator(chunk_size=PART)


@transaction.atomic
def _write(reason: str, pairs: Sequence[Pair], at: datetime) -> None:
    put_on_list([(first, second, reason) for first, second in pairs], at=at)
