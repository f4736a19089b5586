"""What other apps ask customers: which columns hold options, so that a merge in the catalogue
re-points them, and who sees the files of a customer."""

from collections.abc import Sequence

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog import merging
from zhuixiao.catalog.choices import PickList
from zhuixiao.files import access
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
    access.register("customer", _sees)


def _sees(employee: Employee, customer_id: int) -> bool:
    return Customer.objects.visible_to(employee).filter(pk=customer_id).exists()


def _repost(ids: Sequence[int]) -> None:
    rows = StageChange.objects.filter(pk__in=ids).select_related("customer")
    post_many(items=((postings.stage_fact(row), postings.of_stage_change(row)) for row in rows))
