"""Rows that add to a customer that exists: empty fields filled, values replaced, contacts added."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.text.normal import fold

from ..actions import editing, finding
from ..actions.gathering import Post
from ..actions.places import Places
from ..actions.values import Known
from ..fields import Field
from ..models import Contact, Customer
from .drafts import Draft, Match
from .settings import OnDuplicate


def apply(
    *,
    by: Actor,
    batch_id: int | None,
    additions: Sequence[tuple[Match, Draft]],
    customers: Mapping[int, Customer],
    policy: OnDuplicate,
    places: Places,
    post: Post,
) -> set[int]:
    """Write the additions to these locked customers; returns the numbers of the rows that changed
    something.

    A customer that this very batch created only takes contacts, unless the policy says more.
    """
    known = Known(by.employee)
    wanted: dict[int, dict[str, Any]] = {}
    rows_of: dict[int, list[int]] = {}
    for match, draft in additions:
        customer = customers[match.customer_id]
        values = wanted.setdefault(customer.pk, {})
        if policy != OnDuplicate.SKIP:
            new = _values(customer, draft, known.fields, policy, values)
            if new:
                rows_of.setdefault(customer.pk, []).append(draft.number)
            values |= new
    changed = editing.change_each(
        by=by,
        changes=[(customers[pk], values) for pk, values in wanted.items() if values],
        places=places,
        post=post,
    )
    numbers = {number for row in changed for number in rows_of.get(row.pk, [])}
    return numbers | _contacts(by, customers, additions)


def _values(
    customer: Customer,
    draft: Draft,
    fields: Mapping[str, Field],
    policy: OnDuplicate,
    pending: Mapping[str, Any],
) -> dict[str, Any]:
    """What the row gives to this customer; its name never changes by an import."""
    found: dict[str, Any] = {}
    for key, value in draft.values.items():
        if key in {"name", "kind"}:
            continue
        if policy == OnDuplicate.UPDATE or (
            key not in pending and _is_empty(customer, fields[key])
        ):
            found[key] = value
    return found


def _is_empty(customer: Customer, field: Field) -> bool:
    if field.custom:
        return field.key not in customer.extra
    if field.column:
        return getattr(customer, field.column) in (None, "")
    return not getattr(customer, field.key).exists()


def _contacts(
    by: Actor, customers: Mapping[int, Customer], additions: Sequence[tuple[Match, Draft]]
) -> set[int]:
    """Add the contacts that their customers do not have yet, by name."""
    held: dict[int, set[str]] = {match.customer_id: set() for match, _draft in additions}
    rows = Contact.objects.filter(customer_id__in=held, deleted_at=None)
    for pk, name in rows.values_list("customer_id", "name"):
        held[pk].add(fold(name))
    contacts: list[Contact] = []
    numbers: set[int] = set()
    for match, draft in additions:
        names = held[match.customer_id]
        name = fold(draft.contact.get("name", ""))
        if not name or name in names:
            continue
        position = len(names)
        names.add(name)
        numbers.add(draft.number)
        contacts.append(
            Contact(
                customer_id=match.customer_id,
                created_at=by.at,
                position=position,
                **draft.contact,
            )
        )
    if not contacts:
        return numbers
    Contact.objects.bulk_create(contacts, batch_size=500)
    audit.write_many(
        audit.entry(
            by=by,
            action="create",
            kind="contact",
            record_id=contact.pk,
            label=f"{contact.name} ({customers[contact.customer_id].name})",
            version=contact.version,
        )
        for contact in contacts
    )
    finding.reindex([customers[pk] for pk in {contact.customer_id for contact in contacts}])
    return numbers
