"""What happens to action records when two activity types become one."""

from collections.abc import Sequence

from django.db import transaction

from zhuixiao.catalog import merging
from zhuixiao.catalog.choices import PickList
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.facts import Fact

from . import postings, sources
from .models import Activity


def register() -> None:
    """Called once, in AppConfig.ready()."""
    merging.register(PickList.ACTIVITY_TYPE, Activity, "type_id", repost=_repost)


@transaction.atomic
def _repost(ids: Sequence[int]) -> None:
    lines = sources.activity_postings(ids)
    post_many(items=[(Fact(postings.ACTIVITY, pk), lines[pk]) for pk in ids])
