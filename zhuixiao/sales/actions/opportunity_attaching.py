"""Opportunities of a customer go to another one, and the numbers follow."""

from collections.abc import Sequence

from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.facts import Fact

from .. import postings, sources
from ..models import Opportunity, OpportunityStage
from . import figures


def ids_of(customer_id: int) -> list[int]:
    """Those of a customer, deleted ones too."""
    return list(Opportunity.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move(ids: Sequence[int], customer_id: int) -> None:
    """Hang them on a customer and bring ledger and both customers in step."""
    rows = Opportunity.objects.filter(pk__in=ids)
    before = set(rows.values_list("customer_id", flat=True))
    rows.update(customer=customer_id)
    changes = OpportunityStage.objects.filter(opportunity__in=ids)
    lines = sources.stage_postings(list(changes.values_list("pk", flat=True)))
    post_many(items=[(Fact(postings.STAGE, pk), found) for pk, found in sorted(lines.items())])
    figures.refresh([*before, customer_id])
