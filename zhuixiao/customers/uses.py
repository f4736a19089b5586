"""Which columns of customers hold options, so that a merge in the catalogue re-points them."""

from collections.abc import Sequence

from zhuixiao.catalog import merging
from zhuixiao.catalog.choices import PickList
from zhuixiao.ledger.actions import post_many

from . import postings
from .models import Contact, Customer, StageChange


def register() -> None:
    """Called once, in AppConfig.ready()."""
    merging.register(PickList.IMPORTANCE, Customer, "importance_id")
    merging.register(PickList.INDUSTRY, Customer, "industry_id")
    merging.register(PickList.STAGE, Customer, "stage_id")
    merging.register(PickList.STAGE, StageChange, "after_id", repost=_repost)
    merging.register(PickList.STAGE, StageChange, "before_id")
    merging.register(PickList.TAG, Customer.tags.through, "option_id", once_per="customer_id")
    merging.register(PickList.DECISION_ROLE, Contact, "decision_role_id")


def _repost(ids: Sequence[int]) -> None:
    rows = StageChange.objects.filter(pk__in=ids).select_related("customer")
    post_many(items=((postings.stage_fact(row), postings.of_stage_change(row)) for row in rows))
