"""What happens when a customer that is written is like another, by the company's rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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

# Any number that no other lock of the program uses.
_LOCK = 7_205_001
_COMPARED = ("name", "phone", "credit_code", "email")
# An address or a phone may say the region.
_PLACED = {"region", "address", "phone"}


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


def rules_for(*, by: Actor, fields: Collection[str]) -> list[Rule]:
    """The rules of this entrance that refuse, or put on the work list, and compare one of these
    fields. While there are any, nobody else looks for duplicates until the end of the transaction;
    so this comes before any row is locked."""
    names = {name for name in fields if name in _COMPARED}
    if not _PLACED.isdisjoint(fields):
        names.add("city")
    if not names:
        return []
    rules = [
        rule
        for rule in rules_of(Company.objects.get().settings)
        if rule.handling(by.via) in {Handling.BLOCK, Handling.QUEUE} and rule.compares(names)
    ]
    if rules:
        wait_for_others()
    return rules


def check_new(*, by: Actor, facts: Facts) -> dict[int, Rule]:
    """The customers that a new one is to be put on the work list with, by id. Raises Duplicated."""
    return _check(by, facts, rules_for(by=by, fields=_COMPARED), but=0)


def check_changed(
    *, by: Actor, customer: Customer, taken: Mapping[str, Any], rules: Sequence[Rule]
) -> dict[int, Rule]:
    """`check_new` for new values by column, by the rules of `rules_for`: those that compare
    something that really changes. Raises Duplicated."""
    held = {name: taken.get(name, getattr(customer, name)) for name in (*_COMPARED, "region_id")}
    changed = {
        "city" if name == "region_id" else name
        for name, value in held.items()
        if value != getattr(customer, name)
    }
    touched = [rule for rule in rules if rule.compares(changed)]
    if not touched:
        return {}
    phones = customer.contacts.filter(deleted_at=None).values_list("phone", flat=True)
    return _check(by, facts_of(held, phones), touched, but=customer.pk)


def check_contact(
    *, by: Actor, customer: Customer, phone: str, rules: Sequence[Rule]
) -> dict[int, Rule]:
    """`check_new` for the new phone of a contact, by the rules of `rules_for`. Raises
    Duplicated."""
    held = {name: getattr(customer, name) for name in ("name", "credit_code", "email", "region_id")}
    if not phone:
        return {}
    return _check(by, facts_of(held, [phone]), rules, but=customer.pk, field="phone")


def list_alike(*, by: Actor, customer: Customer, alike: Mapping[int, Rule]) -> None:
    """Put the customer on the work list with each that a check gave."""
    put_on_list([(pk, customer.pk, rule.reason) for pk, rule in alike.items()], at=by.at)


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


def _check(
    by: Actor, facts: Facts, rules: Sequence[Rule], *, but: int, field: str = ""
) -> dict[int, Rule]:
    refusing = [rule for rule in rules if rule.handling(by.via) == Handling.BLOCK]
    for one in shown(matches(facts, refusing, but=but), visible_to=by.employee)[:1]:
        raise Duplicated(_told(one.customer, one.owner), field=field or one.reason)
    return matches(facts, [rule for rule in rules if rule not in refusing], but=but)


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
