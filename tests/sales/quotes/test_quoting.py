from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.sales.conftest import TODAY, AddCustomer
from tests.sales.quotes.conftest import DraftQuote
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import quote_ordering, quote_states, quoting
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.choices import OrderState, QuoteState
from zhuixiao.sales.models import Order, Quote
from zhuixiao.sales.queries import quote_page

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_a_draft_has_a_number_and_counts_nothing(world: World, draft_quote: DraftQuote) -> None:
    quote = draft_quote()
    assert quote.number == "BJ20260302-001"
    assert (quote.amount, quote.tax, quote.owner) == (120_000, 13_805, world.zheng)
    assert _quoted(world) == {"quotes.sent": 0, "quotes.amount": 0}


def test_a_sent_quote_counts_at_the_companys_rate(world: World, sent_quote: DraftQuote) -> None:
    sent_quote(currency="USD", rate_e6=7_200_000)
    assert _quoted(world) == {"quotes.sent": 1, "quotes.amount": 864_000}
    assert checks.verify() == []


def test_a_draft_is_edited_and_a_sent_quote_is_not(
    world: World, draft_quote: DraftQuote, new_quote: NewQuote, ten: NewLine
) -> None:
    quote = draft_quote()
    dearer = replace(new_quote, lines=[replace(ten, quantity=20_000)], title="空调改造")
    quote = quoting.edit(by=actor(world.zheng), quote=quote, new=dearer, version=1)
    assert (quote.amount, quote.title, quote.version) == (240_000, "空调改造", 2)
    quote_states.send(by=actor(world.zheng), quote=quote)
    with pytest.raises(RuleError) as refused:
        quoting.edit(by=actor(world.zheng), quote=quote, new=new_quote)
    assert refused.value.code == "sent"


def test_who_saw_an_older_version_is_told(
    world: World, draft_quote: DraftQuote, new_quote: NewQuote
) -> None:
    quote = draft_quote()
    quoting.edit(by=actor(world.manager), quote=quote, new=new_quote, version=1)
    with pytest.raises(Conflict):
        quoting.edit(by=actor(world.zheng), quote=quote, new=new_quote, version=1)


def test_a_quote_of_a_closed_month_goes_out_with_a_later_day(
    world: World, draft_quote: DraftQuote, new_quote: NewQuote
) -> None:
    quote = draft_quote(quoted_on=date(2026, 2, 20))
    Company.objects.update(settings={"sales.closed_until": "2026-02-28"})
    with pytest.raises(RuleError) as refused:
        quote_states.send(by=actor(world.zheng), quote=quote)
    assert refused.value.code == "closed"
    quoting.edit(by=actor(world.zheng), quote=quote, new=new_quote)
    assert quote_states.send(by=actor(world.zheng), quote=quote).state == QuoteState.SENT


def test_a_new_version_takes_the_place_of_the_former(world: World, sent_quote: DraftQuote) -> None:
    first = sent_quote()
    second = quote_states.revise(by=actor(world.zheng), quote=first)
    first.refresh_from_db()
    assert (first.state, first.amount) == (QuoteState.REPLACED, 120_000)
    assert (second.number, second.revision, second.state) == (first.number, 2, QuoteState.DRAFT)
    assert second.amount == 120_000
    assert [row.amount for row in second.lines.all()] == [120_000]
    with pytest.raises(RuleError):
        quote_states.revise(by=actor(world.zheng), quote=first)


def test_throwing_the_new_version_away_brings_the_former_back(
    world: World, sent_quote: DraftQuote
) -> None:
    first = sent_quote()
    second = quote_states.revise(by=actor(world.zheng), quote=first)
    quoting.delete(by=actor(world.zheng), quote=second)
    first.refresh_from_db()
    assert first.state == QuoteState.SENT
    assert not Quote.objects.filter(pk=second.pk).exists()
    assert checks.verify() == []


def test_a_quote_that_went_out_is_not_deleted(world: World, sent_quote: DraftQuote) -> None:
    with pytest.raises(RuleError):
        quoting.delete(by=actor(world.zheng), quote=sent_quote())


def test_declining_keeps_the_reason(world: World, sent_quote: DraftQuote) -> None:
    quote = sent_quote(note="客户很急")
    with pytest.raises(Invalid):
        quote_states.decline(by=actor(world.zheng), quote=quote, reason="  ")
    quote = quote_states.decline(by=actor(world.zheng), quote=quote, reason="价格太高")
    assert (quote.state, quote.note) == (QuoteState.DECLINED, "客户很急\n价格太高")


def test_it_is_too_late_to_accept_an_expired_quote(world: World, sent_quote: DraftQuote) -> None:
    quote = sent_quote()
    late = actor(world.zheng, at=NOW + timedelta(days=31))
    assert quote.is_expired(late.today)
    with pytest.raises(RuleError) as refused:
        quote_states.accept(by=late, quote=quote)
    assert refused.value.code == "expired"


def test_a_quote_becomes_an_order_once(world: World, sent_quote: DraftQuote) -> None:
    quote = sent_quote(discount=12_345, currency="USD", rate_e6=7_200_000, terms="款到发货")
    order = quote_ordering.order(by=actor(world.zheng), quote=quote)
    quote.refresh_from_db()
    assert quote.state == QuoteState.ACCEPTED
    assert (order.state, order.quote, order.terms) == (OrderState.DRAFT, quote, "款到发货")
    assert (order.amount, order.tax, order.currency) == (quote.amount, quote.tax, "USD")
    assert [row.price for row in order.lines.all()] == [1_200_000]
    with pytest.raises(RuleError) as refused:
        quote_ordering.order(by=actor(world.zheng), quote=quote)
    assert refused.value.code == quote_ordering.ORDERED
    quote_ordering.order(by=actor(world.zheng), quote=quote, again=True)
    assert Order.objects.count() == 2


def test_a_draft_does_not_become_an_order(world: World, draft_quote: DraftQuote) -> None:
    with pytest.raises(RuleError):
        quote_ordering.order(by=actor(world.zheng), quote=draft_quote())


def test_a_customer_who_declined_may_think_again(world: World, sent_quote: DraftQuote) -> None:
    by = actor(world.zheng)
    quote = quote_states.decline(by=by, quote=sent_quote(), reason="太贵")
    now = quote_page.offers(world.zheng, quote, today=TODAY)
    late = quote_page.offers(world.zheng, quote, today=TODAY + timedelta(days=31))
    assert (now.accept, now.order, now.revise) == (True, False, True)
    assert (late.accept, late.order, late.revise) == (False, False, True)
    with pytest.raises(RuleError):
        quote_ordering.order(by=by, quote=quote)
    quote_states.accept(by=by, quote=quote)
    assert quote_ordering.order(by=by, quote=quote).quote == quote


def test_an_ordered_quote_is_not_declined(world: World, sent_quote: DraftQuote) -> None:
    quote = sent_quote()
    quote_ordering.order(by=actor(world.zheng), quote=quote)
    with pytest.raises(RuleError):
        quote_states.decline(by=actor(world.zheng), quote=quote, reason="不要了")


def test_strangers_quotes_are_closed(
    world: World, sent_quote: DraftQuote, new_quote: NewQuote, add_customer: AddCustomer
) -> None:
    quote = sent_quote()
    with pytest.raises(NotAllowed):
        quote_states.accept(by=actor(world.li), quote=quote)
    with pytest.raises(Invalid) as refused:
        quoting.draft(by=actor(world.li), new=new_quote)
    assert set(refused.value.errors) == {"customer"}


def test_days_and_texts_beyond_reason_are_refused(draft_quote: DraftQuote) -> None:
    with pytest.raises(Invalid) as refused:
        draft_quote(valid_until=TODAY - timedelta(days=1), title="长" * 121, number="N" * 41)
    assert set(refused.value.errors) == {"valid_until", "title", "number"}


def test_a_number_is_given_once(draft_quote: DraftQuote) -> None:
    draft_quote(number="Q-1")
    with pytest.raises(Invalid) as refused:
        draft_quote(number="Q-1")
    assert set(refused.value.errors) == {"number"}


def test_a_new_version_is_valid_as_long_as_the_company_says(
    world: World, sent_quote: DraftQuote
) -> None:
    company = Company.objects.get()
    company.settings["sales.quotes"] = {"valid_days": 10, "terms": ""}
    company.save()
    second = quote_states.revise(by=actor(world.zheng), quote=sent_quote())
    assert second.valid_until == TODAY + timedelta(days=10)


def test_the_log_tells_what_became_of_it(
    world: World, sent_quote: DraftQuote, customer: Customer
) -> None:
    quote_states.accept(by=actor(world.zheng), quote=sent_quote())
    actions = AuditEntry.objects.filter(kind="quote").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["create", "send", "accept"]


def _quoted(world: World) -> dict[str, int]:
    figures = query(["quotes.sent", "quotes.amount"], period=MARCH, visible_to=world.boss)
    return {key: int(figures.total.values[key] or 0) for key in ("quotes.sent", "quotes.amount")}
