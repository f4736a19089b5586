"""Taking in what phones send from their outboxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..models import Receipt
from ..phone import outbox
from ..phone.items import Item
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
    held = Receipt.objects.filter(pk=item.client_id).first()
    if held is not None:
        if held.employee_id != by.employee.pk:
            raise taken()
        return Taken(held.url, is_repeated=True)
    kind = outbox.kind(item.kind)
    if kind is None:
        raise RuleError(_("The server does not know this kind of entry."), code="unknown_kind")
    by.employee.access.check(kind.module, kind.action)
    url = kind.handle(item.values, item.capture(by.at), files, by)
    receipt = Receipt(
        client_id=item.client_id,
        employee=by.employee,
        kind=item.kind,
        received_at=by.at,
        url=url,
    )
    try:
        receipt.save(force_insert=True)
    except IntegrityError as error:
        # Somebody else's phone made the same number in this very moment.
        raise taken() from error
    return Taken(url, is_repeated=False)
