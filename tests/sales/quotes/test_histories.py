"""Whatever happens to a quote: what was sent stays as it was, sums are those of the lines."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import quote_ordering, quote_states, quoting
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.choices import QuoteState
from zhuixiao.sales.models import Quote

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "send", "revise", "accept", "decline", "order", "delete"]),
        st.integers(1, 10**6),
        st.integers(0, 9_999),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_versions_never_change_what_was_sent(
    world: World, new_quote: NewQuote, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        by = actor(world.zheng)
        quoting.draft(by=by, new=new_quote)
        sent: dict[int, Any] = {}
        for what, quantity, discount in steps:
            newest = Quote.objects.order_by("-revision").first()
            if newest is None:
                break
            line = NewLine(quantity, 990_000, name="阀门", discount_bp=discount, tax_bp=1_300)
            try:
                _take(what, by, newest, replace(new_quote, lines=[line, *new_quote.lines]))
            except RuleError:
                continue
            for quote in Quote.objects.exclude(sent_at=None):
                assert sent.setdefault(quote.pk, _paper(quote)) == _paper(quote)
        for quote in Quote.objects.all():
            assert quote.amount == sum(row.amount for row in quote.lines.all())
            assert quote.tax == sum(row.tax for row in quote.lines.all())
        current = Quote.objects.exclude(state=QuoteState.REPLACED)
        assert current.count() <= 1
        assert checks.verify() == []
        transaction.set_rollback(True)


def _take(what: str, by: Any, quote: Quote, new: NewQuote) -> None:
    match what:
        case "edit":
            quoting.edit(by=by, quote=quote, new=new)
        case "send":
            quote_states.send(by=by, quote=quote)
        case "revise":
            quote_states.revise(by=by, quote=quote)
        case "accept":
            quote_states.accept(by=by, quote=quote)
        case "decline":
            quote_states.decline(by=by, quote=quote, reason="太贵")
        case "order":
            quote_ordering.order(by=by, quote=quote, again=True)
        case "delete":
            quoting.delete(by=by, quote=quote)


def _paper(quote: Quote) -> Any:
    head = ("number", "revision", "title", "amount", "tax", "discount", "terms", "valid_until")
    lines = quote.lines.order_by("position").values_list("name", "quantity", "price", "amount")
    return [getattr(quote, name) for name in head], list(lines)
