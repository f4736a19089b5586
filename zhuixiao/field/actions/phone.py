"""Taking in what phones send from their outboxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..models import Receipt
from ..phone import outbox
from ..phone.items import Item, item
from .once import in_turn, taken


@dataclass(frozen=True)
class Taken:
    """The page that shows what came of an item, and whether the item was here before."""

    url: str
    is_repeated: bool


@transaction.atomic
def take(*, by: Actor, item: Item, files: Sequence[Upload]) -> Taken:
    """Do what an item asks for, once: the same number again changes nothing and says so.

    A twin that comes meanwhile waits for its person's turn, and the receipt commits together with
    the item's writes. Raises RuleError, also for an item that must wait for another (code "waits")
    and for a kind that this version does not know; then nothing stays.
    """
    in_turn(by)
    return _taken(by, item, files)


@transaction.atomic
def take_several(*, by: Actor, sent: Sequence[Mapping[str, str]]) -> list[Taken | RuleError]:
    """Take in items without files in this order, each wholly or not at all: what is refused of one
    is its answer, and holds up no other."""
    in_turn(by)
    return [_tried(by, fields) for fields in sent]


def _tried(by: Actor, fields: Mapping[str, str]) -> Taken | RuleError:
    try:
        with transaction.atomic():
            return _taken(by, item(fields), ())
    except RuleError as error:
        return error


def _taken(by: Actor, item: Item, files: Sequence[Upload]) -> Taken:
    held = Receipt.objects.filter(pk=item.client_id).first()
    if held is not None:
        if held.employee_id != by.employee.pk:
            raise taken()
        return Taken(held.url, is_repeated=True)
    kind = outbox.kind(item.kind)
    if kind is None:
        raise RuleError(_("The server does not know this kind of entry."), code="unknown_kind")
    by.employee.access.check(kind.module, kind.action)
    capture = replace(item.capture(by.at), is_first=True)
    try:
        url = kind.handle(item.values, capture, files, by)
        receipt = Receipt(
            client_id=item.client_id,
            employee=by.employee,
            kind=item.kind,
            received_at=by.at,
            url=url,
        )
        receipt.save(force_insert=True)
    except IntegrityError as error:
        if "client_id" not in str(error):
            raise
        # Another phone made the same number in this very moment, or a program used it.
        raise taken() from error
    return Taken(url, is_repeated=False)
