"""Checking values that people give to fields, before anything touches the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import clean

from ..choices import CustomerKind
from ..fields import Field, Kind, all_fields
from ..models import Customer

_LENGTHS = {
    "name": 120,
    "phone": 120,
    "email": 254,
    "website": 200,
    "address": 200,
    "credit_code": 18,
    "note": 20_000,
}


class Known:
    """What fields and ids exist for a person, each looked up once per batch of values."""

    def __init__(self, reader: Employee) -> None:
        self._reader = reader
        self.fields = {field.key: field for field in all_fields()}
        self.custom = {field.key for field in self.fields.values() if field.custom}
        self._seen: dict[tuple[Any, int], Any] = {}

    def find(self, model: Any, pk: int) -> Any:
        key = (model, pk)
        if key not in self._seen:
            rows = model.objects.all()
            if model is Employee:
                rows = rows.active().known_to(self._reader)
            self._seen[key] = rows.filter(pk=pk).first()
        return self._seen[key]


def checked(
    values: Mapping[str, Any],
    *,
    access: Access,
    known: Known,
    before: Customer | None = None,
) -> dict[str, Any]:
    """Values by column of Customer ("stage_id"), plus "products" and "tags" as lists of ids.

    `values` are keyed by field key, already typed (ids for choices). Raises Invalid with a message
    per field: unknown field, field that the person may not write, too long, retired option.
    `before` allows an option that the record already has, though it is retired by now.
    """
    fields = known.fields
    result: dict[str, Any] = {}
    extra: dict[str, Any] = dict(before.extra) if before else {}
    errors: dict[str, object] = {}
    for key, value in values.items():
        field = fields.get(key)
        if field is None or not field.is_editable:
            errors[key] = _("This field cannot be set.")
        elif field.access(access) != FieldAccess.WRITE:
            errors[key] = _("You may not change this field.")
        else:
            try:
                _take(field, value, known, before, result, extra)
            except ValueError as error:
                errors[key] = error.args[0]
    if before is None and not result.get("name") and "name" not in errors:
        errors["name"] = _("Please enter the customer's name.")
    if errors:
        raise Invalid(errors)
    if known.custom & values.keys():
        result["extra"] = extra
    return result


def _take(
    field: Field,
    value: Any,
    known: Known,
    before: Customer | None,
    result: dict[str, Any],
    extra: dict[str, Any],
) -> None:
    if field.custom:
        taken = _custom(field, value, known, extra.get(field.key))
        if taken is None:
            extra.pop(field.key, None)
        else:
            extra[field.key] = taken
    elif field.kind in {Kind.OPTIONS, Kind.PRODUCTS}:
        result[field.key] = [_reference(field, pk, known, None) for pk in value or ()]
    elif field.kind in {Kind.OPTION, Kind.CHANNEL, Kind.REGION}:
        held = getattr(before, field.column) if before else None
        result[field.column] = _reference(field, value, known, held) if value else None
    elif field.kind == Kind.CHOICE:
        if value not in CustomerKind:
            raise ValueError(_("Choose one of the list."))
        result[field.column] = value
    elif field.kind == Kind.MONEY:
        result[field.column] = None if value in (None, "") else _money(value)
    else:
        result[field.column] = _text(field, value)


def _money(value: Any) -> int:
    """An amount of a standard field, which is never below nothing."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_("Please enter a number."))
    if value < 0:
        raise ValueError(_("An amount is not below zero."))
    if value > LARGEST:
        raise ValueError(_("This number is too large."))
    return value


def _text(field: Field, value: Any) -> str:
    text = clean(str(value or ""))
    if field.kind != Kind.LONG_TEXT:
        text = " ".join(text.split())
    limit = _LENGTHS.get(field.key, 500)
    if len(text) > limit:
        raise ValueError(_("At most %(limit)d characters.") % {"limit": limit})
    if field.key == "name" and not text:
        raise ValueError(_("Please enter the customer's name."))
    if field.key == "email" and text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("This is not a mail address.")) from None
    if field.key == "website" and ":" in text and not text.startswith(("http://", "https://")):
        raise ValueError(_("A website begins with http:// or https://."))
    return text


def _reference(field: Field, pk: Any, known: Known, held: int | None) -> int:
    if not isinstance(pk, int) or isinstance(pk, bool) or not 0 < pk < 2**63:
        raise ValueError(_("Choose one of the list."))
    if pk == held:
        return pk
    row: Any
    match field.kind:
        case Kind.OPTION | Kind.OPTIONS:
            row = known.find(Option, pk)
            row = row if row and row.pick_list == field.pick_list else None
        case Kind.CHANNEL:
            row = known.find(Channel, pk)
        case Kind.PRODUCTS:
            row = known.find(Product, pk)
        case Kind.REGION:
            return pk if known.find(Region, pk) else _unknown()
        case _:
            row = known.find(Employee, pk)
            return pk if row else _unknown()
    if row is None:
        _unknown()
    if row.retired_at is not None:
        raise ValueError(_("'%(name)s' is no longer in use. Choose another one.") % {"name": row})
    return pk


def _unknown() -> int:
    raise ValueError(_("Choose one of the list."))


def _custom(field: Field, value: Any, known: Known, held: Any) -> Any:
    """The value as it is kept; `held` is what stands there and may stay, though it is retired."""
    if value is None or value in ("", []):
        if field.custom and field.custom.is_required:
            raise ValueError(_("Please fill in this field."))
        return None
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            return _number(field, value)
        case Kind.DATE:
            if not isinstance(value, date):
                raise ValueError(_("Please enter a date."))
            return value.isoformat()
        case Kind.SINGLE | Kind.MULTI:
            return _chosen(field, value, held)
        case Kind.EMPLOYEE | Kind.REGION:
            return _reference(field, value, known, held)
        case _:
            return _text(field, value)


def _number(field: Field, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_("Please enter a number."))
    if not -(10**15) < value < 10**15 or (field.kind == Kind.MONEY and value != int(value)):
        raise ValueError(_("This number is too large."))
    return value


def _chosen(field: Field, value: Any, held: Any) -> str | list[str]:
    if field.kind == Kind.SINGLE:
        return _choice(field, value, [held])
    if not isinstance(value, list | tuple):
        raise ValueError(_("Choose one of the list."))
    return list(dict.fromkeys(_choice(field, item, held or []) for item in value))


def _choice(field: Field, value: Any, held: Sequence[Any]) -> str:
    """The choice by its name of today."""
    if not isinstance(value, str) or field.custom is None:
        raise ValueError(_("Choose one of the list."))
    name = field.custom.current(value)
    if name not in field.custom.choices and value not in held and name not in held:
        raise ValueError(_("Choose one of the list."))
    return name
