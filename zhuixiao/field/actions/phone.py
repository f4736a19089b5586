"""Taking in what phones send from their outboxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..models import Receipt
from ..phone import outbox
from ..phone.items import Item, item
from .once import in_turn, taken

# What PostgreSQL says when a lock was not to be had in time.
_LOCKED = "55P03"


@dataclass(frozen=True)
class Taken:
    """The page that shows what came of an item, whether the item was here before, and what of the
    phone's state looks otherwise (see ItemKind)."""

    url: str
    is_repeated: bool
    changes: tuple[str, ...] | None


@transaction.atomic
def take(*, by: Actor, item: Item, files: Sequence[Upload]) -> Taken:
    """Do what an item asks for, once: the same number again changes nothing and says so.

    A twin that comes meanwhile waits for its person's turn, and the receipt commits together with
    the item's writes. Raises RuleError, also for an item that must wait for another (code "waits")
    and for a kind that this version does not know; then nothing stays.
    """
    in_turn(by)
    receipts = Receipt.objects.in_bulk([item.client_id])
    found = _taken(by, item, files, receipts)
    _keep(receipts)
    return found


def take_several(*, by: Actor, sent: Sequence[Mapping[str, str]]) -> list[Taken | RuleError]:
    """Take in items without files in this order, each wholly or not at all: what is refused of one
    is its answer, and holds up no other.

    Raises RuleError for all, which are then to come one by one: where somebody is changing what one
    of them needs (code "busy"), or a number is somebody else's since this moment.
    """
    try:
        return _together(by, sent)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCKED:
            raise
        raise RuleError(_("Somebody is changing the same records."), code="busy") from error


@transaction.atomic
def _together(by: Actor, sent: Sequence[Mapping[str, str]]) -> list[Taken | RuleError]:
    in_turn(by)
    if connection.vendor == "postgresql":
        # Several lock their customers in the phone's order, and so must not wait for somebody who
        # waits for them: they give way before PostgreSQL, after a second, breaks one of both off.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
    items = [_read(fields) for fields in sent]
    numbers = [one.client_id for one in items if isinstance(one, Item)]
    receipts = Receipt.objects.in_bulk(numbers)
    found = [one if isinstance(one, RuleError) else _tried(by, one, receipts) for one in items]
    _keep(receipts)
    return found


def _read(fields: Mapping[str, str]) -> Item | RuleError:
    try:
        return item(fields)
    except RuleError as error:
        return error


def _tried(by: Actor, item: Item, receipts: dict[UUID, Receipt]) -> Taken | RuleError:
    try:
        with transaction.atomic():
            return _taken(by, item, (), receipts)
    except RuleError as error:
        return error


def _taken(by: Actor, item: Item, files: Sequence[Upload], receipts: dict[UUID, Receipt]) -> Taken:
    """Adds a receipt, not written yet, to those that were found of these numbers."""
    held = receipts.get(item.client_id)
    kind = outbox.kind(item.kind)
    if held is not None:
        if held.employee_id != by.employee.pk:
            raise taken()
        return Taken(held.url, is_repeated=True, changes=kind.changes if kind else None)
    if kind is None:
        raise RuleError(_("The server does not know this kind of entry."), code="unknown_kind")
    by.employee.access.check(kind.module, kind.action)
    capture = replace(item.capture(by.at), is_first=True)
    try:
        url = kind.handle(item.values, capture, files, by)
    except IntegrityError as error:
        if "client_id" not in str(error):
            raise
        # A program used this number.
        raise taken() from error
    receipts[item.client_id] = Receipt(
        client_id=item.client_id,
        employee=by.employee,
        kind=item.kind,
        received_at=by.at,
        url=url,
    )
    return Taken(url, is_repeated=False, changes=kind.changes)


def _keep(receipts: Mapping[UUID, Receipt]) -> None:
    new = [row for row in receipts.values() if row._state.adding]
    try:
        Receipt.objects.bulk_create(new)
    except IntegrityError as error:
        # Somebody else's phone made the same number in this very moment.
        raise taken() from error
