"""Any history of moves keeps the chain of stages whole and the ledger right."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sales.opportunities import loss_reason, take_up
from tests.world import NOW, World, actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import opportunities, opportunity_moving, opportunity_trash
from zhuixiao.sales.actions.opportunity_moving import Entry
from zhuixiao.sales.actions.opportunity_values import NewOpportunity
from zhuixiao.sales.models import Opportunity

KEYS = ["new", "needs_clear", "proved", "quoted", "negotiation", "won", "lost"]
steps = st.one_of(
    st.tuples(
        st.just("move"),
        st.sampled_from(KEYS),
        st.integers(0, 10**9),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    st.tuples(st.just("amount"), st.integers(0, 10**9)),
    st.tuples(st.just("delete")),
    st.tuples(st.just("restore")),
)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.tuples(st.integers(0, 20), steps), max_size=9))
def test_any_history_leaves_a_chain_without_gaps(
    world: World, customer: Customer, history: list[tuple[int, tuple[object, ...]]]
) -> None:
    stages = {row.key: row.pk for row in Option.objects.of(PickList.OPPORTUNITY_STAGE)}
    at = NOW
    row = take_up(world, customer)
    for days, step in history:
        at += timedelta(days=days)
        try:
            _do(world, row, step, stages, at)
        except RuleError:
            continue
    row.refresh_from_db()
    chain = list(row.stages.order_by("at", "pk"))
    assert chain[0].before_id is None
    assert [one.before_id for one in chain[1:]] == [one.after_id for one in chain[:-1]]
    assert chain[-1].after_id == row.stage_id
    assert [one.day for one in chain] == sorted(one.day for one in chain)
    assert (row.closed_on is None) == (row.stage.outcome == "open")
    assert row.closed_on in {None, chain[-1].day}
    closed = query(["opportunities.closed"], period=None, visible_to=world.boss).total
    held = Opportunity.objects.filter(deleted_at=None).exclude(closed_on=None)
    assert closed.values["opportunities.closed"] == held.count()
    assert checks.verify() == []


def _do(
    world: World, row: Opportunity, step: tuple[object, ...], stages: dict[str, int], at: object
) -> None:
    by = actor(world.boss, at=at)  # type: ignore[arg-type]
    row = Opportunity.objects.get(pk=row.pk)
    match step:
        case ("move", str(key), int(amount), back):
            closed_on = by.today - timedelta(days=back) if isinstance(back, int) else None
            entry = Entry(
                stages[key],
                amount=amount,
                expected_on=by.today,
                loss_reason_id=loss_reason().pk,
                closed_on=closed_on,
            )
            opportunity_moving.move(by=by, opportunity=row, entry=entry)
        case ("amount", int(amount)):
            new = NewOpportunity(row.name, amount=amount, expected_on=row.expected_on)
            opportunities.edit(by=by, opportunity=row, new=new)
        case ("delete",):
            opportunity_trash.delete(by=by, opportunity=row)
        case _:
            opportunity_trash.restore(by=by, opportunity=row)
