import pytest

from tests.sales.orders.conftest import DraftOrder, SignOrder, waiting
from tests.world import World, actor
from zhuixiao.approvals.actions import asking, deciding
from zhuixiao.approvals.models import Flow, Request
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.ledger.models import Entry
from zhuixiao.sales import limits
from zhuixiao.sales.actions import signing
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.approved import _order_lines
from zhuixiao.sales.choices import OrderState


def sold() -> int:
    """Lines of orders in the ledger."""
    return Entry.objects.filter(fact_kind=42).count()


def test_an_order_within_the_limits_counts_at_once(
    draft_order: DraftOrder, sign_order: SignOrder
) -> None:
    assert sign_order(draft_order()).state == OrderState.SIGNED
    assert sold() > 0
    assert checks.verify() == []


def test_a_large_discount_waits_and_counts_for_nothing(
    draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine, customer: Customer
) -> None:
    order = sign_order(draft_order(lines=[cheap]))
    assert order.state == OrderState.ASKED
    assert waiting().facts == {"discount": 2_500, "margin": 1_111, "amount": 90_000}
    customer.refresh_from_db()
    assert (sold(), customer.order_count, customer.won_at) == (0, 0, None)


def test_the_share_of_a_discount_on_the_whole_belongs_to_it(
    draft_order: DraftOrder, sign_order: SignOrder
) -> None:
    assert sign_order(draft_order(discount=24_000)).state == OrderState.ASKED
    assert waiting().facts["discount"] == 2_000


def test_a_thin_margin_waits(draft_order: DraftOrder, sign_order: SignOrder, thin: NewLine) -> None:
    assert sign_order(draft_order(lines=[thin])).state == OrderState.ASKED
    assert waiting().facts["margin"] == 323


def test_the_yes_of_the_boss_lets_it_take_effect_once(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine, customer: Customer
) -> None:
    order = sign_order(draft_order(lines=[cheap]))
    request = waiting()
    for _tap in range(2):
        deciding.approve(by=actor(world.boss), request=request)
    order.refresh_from_db()
    customer.refresh_from_db()
    assert order.state == OrderState.SIGNED
    assert (customer.order_count, customer.order_amount) == (1, 90_000)
    assert checks.verify() == []


def test_a_no_makes_it_a_draft_again(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    order = sign_order(draft_order(lines=[cheap]))
    deciding.reject(by=actor(world.boss), request=waiting(), note="太便宜")
    order.refresh_from_db()
    assert (order.state, sold()) == (OrderState.DRAFT, 0)
    assert order.request is not None
    assert order.request.state == "rejected"
    # It can be asked again.
    assert sign_order(order).state == OrderState.ASKED


def test_taking_it_back_makes_it_a_draft_again(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    order = sign_order(draft_order(lines=[cheap]))
    with pytest.raises(NotAllowed):
        signing.withdraw(by=actor(world.chen), order=order)
    signing.withdraw(by=actor(world.zheng), order=order)
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT
    assert not Request.objects.filter(state="running").exists()


def test_what_was_sent_back_waits_on(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    order = sign_order(draft_order(lines=[cheap]))
    request = waiting()
    deciding.send_back(by=actor(world.boss), request=request, note="为什么")
    asking.ask_again(by=actor(world.zheng), request=request, note="大客户")
    deciding.approve(by=actor(world.boss), request=request)
    order.refresh_from_db()
    assert order.state == OrderState.SIGNED


def test_nobody_has_to_agree_to_the_orders_of_the_boss(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    order = draft_order(by=world.boss, lines=[cheap])
    assert sign_order(order, by=world.boss).state == OrderState.SIGNED


def test_without_a_flow_nobody_is_asked(
    draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    Flow.objects.filter(subject=signing.SUBJECT).update(is_enabled=False)
    assert sign_order(draft_order(lines=[cheap])).state == OrderState.SIGNED


def test_an_order_is_signed_once(draft_order: DraftOrder, sign_order: SignOrder) -> None:
    order = sign_order(draft_order())
    with pytest.raises(RuleError):
        sign_order(order)


def test_nobody_signs_what_another_one_has_changed(world: World, draft_order: DraftOrder) -> None:
    order = draft_order()
    with pytest.raises(Conflict):
        signing.sign(by=actor(world.zheng), order=order, version=order.version + 1)


def test_the_approver_reads_margins_only_if_he_may_know_costs(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    sign_order(draft_order(lines=[cheap]))
    payload = waiting().payload

    def labels(reader: object) -> set[str]:
        return {str(label) for label, _value in _order_lines(payload, reader)}  # type: ignore[arg-type]

    assert {"毛利", "客户"} <= labels(world.boss)
    assert "毛利" not in labels(world.zheng)
    assert "客户" not in labels(world.li)


def test_the_list_price_of_a_foreign_order_is_in_its_currency(
    draft_order: DraftOrder, thermostat: Product
) -> None:
    line = NewLine(1_000, 160_000, thermostat.pk)
    order = draft_order(lines=[line], currency="USD", rate_e6=7_500_000)
    (row,) = order.lines.all()
    # 120.00 at 7.5 are 16.00.
    assert row.list_price == 160_000
    assert limits.of_lines([row])[0].discount_bp == 0


def test_what_is_given_away_has_lost_its_cost() -> None:
    line = limits.Weighed(1_000, 10_000, 0, 0)
    assert limits.facts([line], base=0, cost=80) == {
        "discount": 10_000,
        "margin": -10_000,
        "amount": 0,
    }
