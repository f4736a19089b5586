"""Contacts of a customer: adding, changing, removing; each change leaves its history."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.access import Access
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.errors import Conflict, Invalid, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.typed import whole

from ..choices import BirthdayCalendar
from ..fields import REACH
from ..models import Contact, Customer
from ..queries.collaborators import check_right
from . import duplicates, finding

_REACHED = ("phone", "wechat", "email")
_LENGTHS = {"name": 60, "title": 60, "phone": 120, "wechat": 60, "email": 254, "note": 5_000}
_BIRTHDAY = (
    "birthday_calendar",
    "birthday_year",
    "birthday_month",
    "birthday_day",
    "birthday_is_leap_month",
)

_RANGES = {
    "birthday_year": (1900, 2100),
    "birthday_month": (1, 12),
    "birthday_day": (1, 31),
}
_COLUMN_OF = {"decision_role": "decision_role_id"}
_FIELD_OF = {column: name for name, column in _COLUMN_OF.items()}
_KNOWN = {*_LENGTHS, *_BIRTHDAY, "decision_role"}


@transaction.atomic
def add(*, by: Actor, customer: Customer, values: Mapping[str, Any]) -> Contact:
    """A new contact of a customer that the person may see. Raises NotAllowed, Invalid,
    Duplicated."""
    by.employee.access.check("customers", "edit")
    check_right(by.employee, customer.pk)
    taken = checked(values, access=by.employee.access)
    contact = Contact(customer=customer, created_at=by.at, **taken)
    if not contact.name:
        raise Invalid({"name": _("Please enter the contact's name.")})
    rules = duplicates.rules_for(by=by, fields=["phone"]) if contact.phone else []
    alike = duplicates.check_contact(by=by, customer=customer, phone=contact.phone, rules=rules)
    contact.position = customer.contacts.count()
    contact.save()
    finding.reindex([customer])
    duplicates.list_alike(by=by, customer=customer, alike=alike)
    _log(by, contact, "create", {})
    return contact


@transaction.atomic
def change(
    *,
    by: Actor,
    contact: Contact,
    values: Mapping[str, Any],
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Contact:
    """Change a contact; of two who changed the same field the second gets a Conflict, except for
    fields in `keep_mine`.

    Raises NotAllowed, Invalid, Duplicated, and RuleError where somebody removed or erased it
    meanwhile.
    """
    by.employee.access.check("customers", "edit")
    check_right(by.employee, contact.customer_id)
    rules = duplicates.rules_for(by=by, fields=["phone"]) if "phone" in values else []
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.deleted_at is not None:
        raise RuleError(_("Somebody removed this contact meanwhile. Load the page anew."))
    taken = checked(values, access=by.employee.access)
    taken = _own_changes(locked, taken, seen=version, keep_mine=keep_mine)
    changes = audit.differences(locked, taken)
    if not changes:
        return locked
    for name, (_before, after) in changes.items():
        setattr(locked, name, after)
    if not locked.name:
        raise Invalid({"name": _("Please enter the contact's name.")})
    phone = locked.phone if "phone" in changes else ""
    alike = duplicates.check_contact(by=by, customer=locked.customer, phone=phone, rules=rules)
    duplicates.list_alike(by=by, customer=locked.customer, alike=alike)
    locked.version += 1
    locked.save()
    if changes.keys() & {"name", "phone"}:
        finding.reindex([locked.customer])
    _log(by, locked, "edit", changes)
    return locked


@transaction.atomic
def remove(*, by: Actor, contact: Contact) -> None:
    """Take a contact off its customer; what was done with it keeps its name."""
    by.employee.access.check("customers", "edit")
    check_right(by.employee, contact.customer_id)
    contact.deleted_at = by.at
    contact.version += 1
    contact.save(update_fields=["deleted_at", "version"])
    finding.reindex([contact.customer])
    _log(by, contact, "delete", {})


def _own_changes(
    contact: Contact, taken: dict[str, Any], *, seen: int | None, keep_mine: Collection[str]
) -> dict[str, Any]:
    """`conflicts.own_changes`; a Conflict names the fields as forms and the API do."""
    try:
        return conflicts.own_changes(
            kind="contact",
            record_id=contact.pk,
            values=taken,
            seen=seen,
            now=contact.version,
            keep_mine=[_COLUMN_OF.get(name, name) for name in keep_mine],
            record=contact,
        )
    except Conflict as error:
        fields = {_FIELD_OF.get(name, name): values for name, values in error.fields.items()}
        raise Conflict(fields, version=error.version) from error


def _log(by: Actor, contact: Contact, action: str, changes: dict[str, tuple[Any, Any]]) -> None:
    audit.write(
        by=by,
        action=action,
        kind="contact",
        record_id=contact.pk,
        label=f"{contact.name} ({contact.customer.name})",
        changes=changes,
        version=contact.version,
    )


def checked(values: Mapping[str, Any], *, access: Access | None = None) -> dict[str, Any]:
    """Values by attribute of Contact. Refused: unknown names, and phone, WeChat and mail address to
    whom they are masked.

    Without `access` the caller has asked who may. Raises Invalid per field.
    """
    taken: dict[str, Any] = {}
    errors: dict[str, object] = {
        name: _("This field cannot be set.") for name in values if name not in _KNOWN
    }
    for name, limit in _LENGTHS.items():
        if name in values:
            taken[name] = clean(str(values[name] or ""))
            if len(taken[name]) > limit:
                errors[name] = _("At most %(limit)d characters.") % {"limit": limit}
    if access and access.field(REACH) != FieldAccess.WRITE:
        errors |= {name: _("You may not change this field.") for name in _REACHED if name in values}
    if "decision_role" in values:
        taken["decision_role_id"] = _role(values["decision_role"], errors)
    taken |= _birthday(values, errors)
    if errors:
        raise Invalid(errors)
    return taken


def _role(given: Any, errors: dict[str, object]) -> int | None:
    """The id of a role in the decision, given as an option or as its id."""
    if given is None:
        return None
    pk = given.pk if isinstance(given, Option) else whole(given)
    if not pk or not Option.objects.of(PickList.DECISION_ROLE).filter(pk=pk).exists():
        errors["decision_role"] = _("Choose one of the list.")
    return pk


def _birthday(values: Mapping[str, Any], errors: dict[str, object]) -> dict[str, Any]:
    taken = {name: values[name] for name in _BIRTHDAY if name in values}
    for name, (least, most) in _RANGES.items():
        number = taken.get(name)
        if number is not None and (type(number) is not int or not least <= number <= most):
            errors[name] = _("Choose one of the list.")
    if taken.get("birthday_month") and not taken.get("birthday_day"):
        errors["birthday_day"] = _("Please choose the day.")
    if taken.get("birthday_calendar", "") not in ["", *BirthdayCalendar.values]:
        errors["birthday_calendar"] = _("Choose one of the list.")
    if not isinstance(taken.get("birthday_is_leap_month", False), bool):
        errors["birthday_is_leap_month"] = _("Choose one of the list.")
    return taken
