"""Title data (开票资料): to whom a customer wants its invoices made out."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.text.normal import clean

from ..choices import InvoiceKind, TitleKind
from ..metrics import PAYMENTS
from ..models import InvoiceTitle
from ..queries import invoices

KIND = "invoice_title"
# Tax numbers from before 2015 have 15, 17 or 20 characters and no check digit.
_OLD = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{20}")
# What stands on a 专票 beside the name (国家税务总局公告 2016 年第 23 号).
SPECIAL_NEEDS = ("tax_number", "bank", "account", "address", "phone")
_TEXTS = ("name", "tax_number", "bank", "account", "address", "phone", "email")


@dataclass(frozen=True)
class TitleValues:
    """A title as it is typed."""

    name: str
    kind: str = TitleKind.COMPANY
    tax_number: str = ""
    bank: str = ""
    account: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    is_default: bool = False


@transaction.atomic
def add(*, by: Actor, customer: Customer, values: TitleValues) -> InvoiceTitle:
    """A new title; the first of a customer is the usual one. Raises NotAllowed, Invalid."""
    by.employee.access.check(PAYMENTS, "create")
    _lock(by, customer.pk)
    title = InvoiceTitle(customer=customer, **checked(values))
    is_first = not InvoiceTitle.objects.filter(customer=customer).exists()
    _place(title, is_default=values.is_default or is_first)
    title.save(force_insert=True)
    _log(by, "create", title)
    return title


@transaction.atomic
def change(
    *,
    by: Actor,
    title: InvoiceTitle,
    values: TitleValues,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> InvoiceTitle:
    """Change a title; issued invoices keep what stood on them, and who may not read phones and mail
    addresses leaves them by saying nothing. Raises NotAllowed, Invalid, Conflict."""
    by.employee.access.check(PAYMENTS, "create")
    _lock(by, title.customer_id)
    held = InvoiceTitle.objects.select_for_update(of=("self",)).get(pk=title.pk)
    columns = checked(_with_unread(by, held, values))
    columns["is_default"] = values.is_default or held.is_default
    new = conflicts.own_changes(
        kind=KIND,
        record_id=held.pk,
        values=columns,
        seen=version,
        now=held.version,
        keep_mine=keep_mine,
    )
    changes = audit.differences(held, new)
    if changes:
        _place(held, is_default=bool(new.get("is_default", held.is_default)))
        for name, (_old, value) in changes.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        _log(by, "edit", held, changes)
    return held


@transaction.atomic
def remove(*, by: Actor, title: InvoiceTitle) -> None:
    """Take a title away; the oldest one left becomes the usual one. Raises NotAllowed."""
    by.employee.access.check(PAYMENTS, "create")
    _lock(by, title.customer_id)
    held = InvoiceTitle.objects.select_for_update(of=("self",)).get(pk=title.pk)
    _log(by, "delete", held)
    held.delete()
    if held.is_default:
        left = InvoiceTitle.objects.filter(customer=held.customer_id).order_by("pk").first()
        if left:
            InvoiceTitle.objects.filter(pk=left.pk).update(is_default=True)


def _with_unread(by: Actor, held: InvoiceTitle, values: TitleValues) -> TitleValues:
    access = by.employee.access
    if invoices.reads_reach(access):
        return values
    unread = {name: getattr(held, name) for name in invoices.REACH}
    same = {
        name: text
        for name, text in unread.items()
        if getattr(values, name) in {"", invoices.shown_reach(name, text, access)}
    }
    return replace(values, **same)


def checked(values: TitleValues) -> dict[str, Any]:
    """Columns of a title. Raises Invalid with a message per field."""
    columns: dict[str, Any] = {
        name: " ".join(clean(str(getattr(values, name))).split()) for name in _TEXTS
    }
    columns["kind"] = str(values.kind)
    columns["tax_number"] = columns["tax_number"].replace(" ", "").upper()
    errors: dict[str, object] = {}
    for name in _TEXTS:
        field: Any = InvoiceTitle._meta.get_field(name)
        limit = field.max_length
        if len(columns[name]) > limit:
            errors[name] = _("At most %(limit)d characters.") % {"limit": limit}
    if values.kind not in TitleKind:
        errors["kind"] = _("Choose one of the list.")
    if not columns["name"]:
        errors["name"] = _("Say to whom the invoice is made out.")
    number = columns["tax_number"]
    if values.kind == TitleKind.COMPANY and not number:
        errors["tax_number"] = _("A company's invoice needs its tax number.")
    elif number and not _is_tax_number(number):
        errors["tax_number"] = _("This is no tax number: check its 18 characters once more.")
    if columns["email"]:
        try:
            validate_email(columns["email"])
        except ValidationError:
            errors["email"] = _("This is not a mail address.")
    if errors:
        raise Invalid(errors)
    return columns


def usual_kind(title: InvoiceTitle) -> str:
    """What a title is good for: a special invoice where nothing is missing."""
    is_whole = title.kind == TitleKind.COMPANY and all(
        getattr(title, name) for name in SPECIAL_NEEDS
    )
    return InvoiceKind.SPECIAL if is_whole else InvoiceKind.NORMAL


def check_fits(kind: str, title: InvoiceTitle) -> None:
    """Raises Invalid where the title lacks what this kind of invoice needs."""
    if kind != InvoiceKind.SPECIAL:
        return
    if title.kind == TitleKind.PERSON:
        text = _("A person gets no special VAT invoice. Choose a company's title or a normal one.")
        raise Invalid({"title": text})
    missing = [
        str(InvoiceTitle._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in SPECIAL_NEEDS
        if not getattr(title, name)
    ]
    if missing:
        text = _("A special VAT invoice also needs: %(missing)s. Add it to the title first.")
        raise Invalid({"title": text % {"missing": ", ".join(missing)}})


def _is_tax_number(number: str) -> bool:
    return bool(uscc.is_valid(number)) if len(number) == 18 else bool(_OLD.fullmatch(number))


def _lock(by: Actor, customer_id: int) -> None:
    """Two changes of a customer's titles take turns, so that one of them is the usual one."""
    rows = Customer.objects.workable_by(by.employee).filter(pk=customer_id)
    if rows.select_for_update(of=("self",)).first() is None:
        raise NotAllowed


def _place(title: InvoiceTitle, *, is_default: bool) -> None:
    if is_default:
        others = InvoiceTitle.objects.filter(customer=title.customer_id).exclude(pk=title.pk)
        others.update(is_default=False)
    title.is_default = is_default


def _log(by: Actor, action: str, title: InvoiceTitle, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=title.pk,
        label=title.name,
        changes=changes,
        version=title.version,
    )
