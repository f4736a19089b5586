"""Taking in what phones send from their outboxes."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from .. import outbox
from ..models import Receipt
from ..phone_items import Item


@transaction.atomic
def take(*, by: Actor, item: Item, files: Sequence[Upload]) -> Receipt:
    """Do what an item asks for, once: the same number again gives the first receipt.

    The receipt is written first and commits together with the item's writes, so a twin that comes
    meanwhile waits for it in the database. Raises RuleError, also for an item that must wait for
    another (code "waits") and for a kind that this version does not know; then nothing stays.
    """
    receipt = _first(by, item)
    if receipt is None:
        return _known(by, item)
    kind = outbox.kind(item.kind)
    if kind is None:
        raise RuleError(_("The server does not know this kind of entry."), code="unknown_kind")
    by.employee.access.check(kind.module, kind.action)
    receipt.url = kind.handle(item.values, item.capture(by.at), files, by)
    receipt.save(update_fields=["url"])
    return receipt


def _first(by: Actor, item: Item) -> Receipt | None:
    """The new row, None when the item came before."""
    row = Receipt(client_id=item.client_id, employee=by.employee, kind=item.kind, received_at=by.at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _known(by: Actor, item: Item) -> Receipt:
    row = Receipt.objects.get(pk=item.client_id)
    if row.employee_id != by.employee.pk:
        raise RuleError(_("This entry was sent by somebody else."), code="not_yours")
    return row
