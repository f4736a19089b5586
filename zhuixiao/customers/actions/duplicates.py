"""What happens when a customer that is written is like another, by the company's rules."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import RuleError

from ..duplicate_rules import Facts, Handling, Rule, rules_of
from ..models import Customer, DuplicatePair
from ..queries.duplicates import matches, shown

_LOCK = 7_205_001
_COMPARED = ("name", "phone", "credit_code", "email")


class Duplicated(RuleError):
    """A rule refuses a second customer like this one."""

    status = 409
    code = "duplicate"


def facts_of(values: Mapping[str, Any], phones: Iterable[str] = ()) -> Facts:
    """What is compared of values by column, with the phones of contacts."""
    return Facts(
        name=values.get("name", ""),
        phone="\n".join([values.get("phone", ""), *phones]),
        credit_code=values.get("credit_code", ""),
        email=values.get("email", ""),
        region=values.get("region_id"),
    )


def check_new(*, by: Actor, facts: Facts) -> dict[int, Rule]:
    """The customers that a new one is to be put on the work list with, by id. Raises Duplicated."""
    return _check(by, facts, set(_COMPARED), but=0)


def check_changed(*, by: Actor, customer: Customer, values: Mapping[str, Any]) -> dict[int, Rule]:
    """`check_new` for changes by field key: only rules that compare one of them. Raises
    Duplicated."""
    changed = values.keys() & set(_COMPARED)
    if not changed:
        return {}
    held = {name: values.get(name, getattr(customer, name)) or "" for name in _COMPARED}
    facts = facts_of(held | {"region_id": customer.region_id})
    return _check(by, facts, changed, but=customer.pk)


def put_on_list(pairs: Iterable[tuple[int, int, str]], *, at: datetime) -> None:
    """Two customers each, with the reason: whoever keeps the list decides about them."""
    rows = [
        DuplicatePair(first_id=min(one, other), second_id=max(one, other), reason=why, found_at=at)
        for one, other, why in pairs
    ]
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)


def wait_for_others() -> None:
    """Until the end of this transaction nobody else looks for duplicates, so that of two alike at
    the same moment the second finds the first. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _check(by: Actor, facts: Facts, changed: set[str], *, but: int) -> dict[int, Rule]:
    rules = [
        rule
        for rule in rules_of(Company.objects.get().settings)
        if rule.handling(by.via) in {Handling.BLOCK, Handling.QUEUE}
        and any(getattr(rule, name) for name in changed)
    ]
    if not rules:
        return {}
    wait_for_others()
    found = matches(facts, rules, but=but)
    refused = {pk: rule for pk, rule in found.items() if rule.handling(by.via) == Handling.BLOCK}
    for one in shown(refused, visible_to=by.employee)[:1]:
        raise Duplicated(_told(one.customer, one.owner), field=one.reason)
    return found


def _told(customer: Customer | None, owner: str) -> str:
    if customer is None:
        return str(
            _("This customer exists already, with %(owner)s. Talk to each other.")
            % {"owner": owner or _("a colleague")}
        )
    return str(
        _("This customer exists already: %(name)s (%(owner)s). Go on with that one.")
        % {"name": customer.name, "owner": owner}
    )
