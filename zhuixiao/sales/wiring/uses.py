"""Where selling uses pick lists: a merge of two options goes through all of it."""

from collections.abc import Callable, Sequence

from django.db import transaction

from zhuixiao.catalog import merging
from zhuixiao.catalog.choices import PickList
from zhuixiao.ledger.actions import Posting, post_many
from zhuixiao.ledger.facts import Fact

from .. import postings, sources
from ..models import Expense, Opportunity, OpportunityStage, Order, Payment

_STAGE = PickList.OPPORTUNITY_STAGE


def register() -> None:
    """Called once, in AppConfig.ready()."""
    merging.register(_STAGE, Opportunity, "stage_id")
    merging.register(_STAGE, OpportunityStage, "before_id")
    merging.register(_STAGE, OpportunityStage, "after_id", repost=_repost_stages)
    merging.register(PickList.LOSS_REASON, Opportunity, "loss_reason_id")
    merging.register(
        PickList.COMPETITOR,
        Opportunity.competitors.through,
        "option_id",
        once_per="opportunity_id",
    )
    merging.register(PickList.ORDER_TYPE, Order, "type_id")
    merging.register(PickList.PAYMENT_METHOD, Payment, "method_id")
    merging.register(PickList.EXPENSE_TYPE, Expense, "type_id", repost=_repost_expenses)


@transaction.atomic
def _repost_stages(ids: Sequence[int]) -> None:
    lines = sources.stage_postings(ids)
    post_many(items=[(Fact(postings.STAGE, pk), lines[pk]) for pk in ids])


@transaction.atomic
def _repost_expenses(ids: Sequence[int]) -> None:
    rows = Expense.objects.filter(pk__in=ids)
    of: Callable[[Expense], list[Posting]] = postings.of_expense
    post_many(items=[(postings.fact(postings.EXPENSE, row), of(row)) for row in rows])
