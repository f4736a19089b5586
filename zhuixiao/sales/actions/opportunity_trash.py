"""Opportunities deleted and brought back."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..metrics import OPPORTUNITIES
from ..models import Opportunity, Order, Quote
from . import figures
from .opportunities import locked, log


@transaction.atomic
def delete(*, by: Actor, opportunity: Opportunity) -> None:
    """Take an opportunity out of lists and numbers. Raises NotAllowed, and RuleError where quotes
    or orders hang on it."""
    row = locked(by=by, opportunity=opportunity, action="delete")
    closing.check_open(row.opened_on, row.closed_on)
    hanging: Collection[Any] = (Quote.objects.all(), Order.objects.all())
    if any(rows.filter(opportunity=row, deleted_at=None).exists() for rows in hanging):
        raise RuleError(
            _("Quotes or orders hang on this opportunity. Delete them first, or mark it as lost.")
        )
    row.deleted_at = by.at
    _save_trash(by, row, "delete")


@transaction.atomic
def restore(*, by: Actor, opportunity: Opportunity) -> None:
    """Undo `delete`. Raises NotAllowed, RuleError."""
    by.employee.access.check(OPPORTUNITIES, "delete")
    row = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    if row.deleted_at is None:
        return
    if not Opportunity.objects.restorable_by(by.employee).filter(pk=row.pk).exists():
        raise NotAllowed
    closing.check_open(row.opened_on, row.closed_on)
    row.deleted_at = None
    _save_trash(by, row, "restore")


def _save_trash(by: Actor, row: Opportunity, action: str) -> None:
    Customer.objects.select_for_update(of=("self",)).get(pk=row.customer_id)
    row.version += 1
    row.save(update_fields=["deleted_at", "version"])
    _repost(row)
    figures.refresh([row.customer_id])
    log(by, action, row)


def _repost(opportunity: Opportunity) -> None:
    """Bring the ledger in step with all stages of an opportunity."""
    changes = list(opportunity.stages.select_related("after").order_by("at", "pk"))
    for change in changes:
        change.opportunity = opportunity
    post_many(items=postings.of_stages(changes))
