"""A customer is won by its first signed order, where the company wants that."""

from collections.abc import Mapping
from datetime import date

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.customers import postings as customer_postings
from zhuixiao.customers.actions import editing, staging
from zhuixiao.customers.models import Customer
from zhuixiao.kit import bulk
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.instants import noon

from ..preferences import preferences


def win(*, by: Actor, customer: Customer) -> None:
    """The first signed order moves the customer to the first stage that means won, which freezes
    its number of contacts."""
    held = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    won = _stage() if held.won_at is None else None
    if won is not None:
        editing.write_each(by=by, changes=[(held, {"stage_id": won.pk})])


def win_many(*, by: Actor, days: Mapping[int, date]) -> None:
    """`win` for customers by the day of their first order, as an import of old ones does; call it
    in the transaction that writes the orders. Those who are won already stay as they are."""
    won = _stage() if days else None
    if won is None:
        return
    rows = Customer.objects.filter(pk__in=days, won_at=None).exclude(stage=won)
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    before = Option.objects.in_bulk({row.stage_id for row in held if row.stage_id})
    moves, entries = [], []
    for row in held:
        moves.append(staging.Move(row, before.get(row.stage_id or 0), won, noon(days[row.pk])))
        row.version += 1
        entries.append(
            audit.entry(
                by=by,
                action="edit",
                kind="customer",
                record_id=row.pk,
                label=row.name,
                changes={"stage_id": (row.stage_id, won.pk)},
                version=row.version,
            )
        )
        row.stage_id = won.pk
    changes = staging.enter(by=by, moves=moves)
    bulk.update(held, ["stage_id", "version"])
    audit.write_many(entries)
    post_many(
        items=[
            (customer_postings.stage_fact(row), customer_postings.of_stage_change(row))
            for row in changes
        ],
        fresh=True,
    )


def _stage() -> Option | None:
    """The stage that a signed order brings; None where the company wants none."""
    if not preferences().wins:
        return None
    return Option.objects.of(PickList.STAGE).in_use().filter(outcome=StageOutcome.WON).first()
