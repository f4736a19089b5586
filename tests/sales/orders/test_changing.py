from dataclasses import replace
from datetime import date

import pytest

from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.sales.orders.conftest import ChangeOrder, DraftOrder, SignOrder, TakeBack, waiting
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.approvals.actions import deciding
from zhuixiao.catalog.actions import costs
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import changing, ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order, OrderLine, PaymentPlan, Shipment, ShipmentLine


def kept(order: Order, **values: object) -> NewLine:
    """The first line of an order with other values."""
    row = order.lines.order_by("position")[0]
    line = NewLine(row.quantity, row.price, row.product_id, tax_bp=row.tax_bp, line_id=row.pk)
    return replace(line, **values)


def test_a_draft_is_edited_freely(
    world: World, draft_order: DraftOrder, new_order: NewOrder, add_customer: AddCustomer
) -> None:
    order = draft_order()
    other = add_customer("深圳新力")
    new = replace(new_order, customer_id=other.pk, number="A-1", title="温控器", discount=1_000)
    ordering.edit(by=actor(world.zheng), order=order, new=new, version=1)
    order.refresh_from_db()
    assert (order.customer, order.number, order.amount) == (other, "A-1", 119_000)
    assert order.lines.count() == 1
    entry = AuditEntry.objects.filter(kind="order", action="edit").latest("pk")
    assert entry.changes["number"][1] == "A-1"


def test_two_drafts_cannot_have_one_number(draft_order: DraftOrder) -> None:
    draft_order(number="A-1")
    with pytest.raises(Invalid) as refused:
        draft_order(number=" A-1 ")
    assert set(refused.value.errors) == {"number"}


def test_a_series_steps_over_numbers_that_people_gave(draft_order: DraftOrder) -> None:
    draft_order(number="HT20260302-001")
    assert draft_order().number == "HT20260302-002"


def test_a_signed_order_is_changed_with_a_reason(
    place_order: PlaceOrder, change_order: ChangeOrder, customer: Customer, valve: Product
) -> None:
    order = place_order()
    lines = [kept(order, quantity=12_000), NewLine(1_000, 2_000_000, valve.pk)]
    with pytest.raises(RuleError):
        change_order(order, reason=" ", lines=lines)
    change_order(order, lines=lines)
    order.refresh_from_db()
    customer.refresh_from_db()
    assert (order.amount, order.cost) == (164_000, 111_000)
    assert (customer.order_amount, customer.order_count) == (164_000, 1)
    (version,) = order.versions.all()
    assert (version.number, version.reason) == (1, "客户加单")
    assert version.content["amount"] == 120_000
    assert version.content["lines"][0]["quantity"] == 10_000
    assert checks.verify() == []


def test_a_line_that_stays_keeps_its_place_its_list_price_and_its_cost(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder, thermostat: Product
) -> None:
    order = place_order()
    held = order.lines.get()
    thermostat.list_price = 99_900
    thermostat.save()
    costs.set_from(by=actor(world.boss), product=thermostat, cost=9_999, day=TODAY)
    change_order(order, lines=[NewLine(1_000, 10_000, name="安装"), kept(order, quantity=5_000)])
    row = OrderLine.objects.get(pk=held.pk)
    assert (row.position, row.list_price, row.cost) == (1, 1_200_000, 40_000)


def test_nobody_changes_what_another_one_has_changed(
    world: World, place_order: PlaceOrder, new_order: NewOrder
) -> None:
    order = place_order()
    with pytest.raises(Conflict):
        changing.change(
            by=actor(world.zheng), order=order, new=new_order, reason="x", version=order.version - 1
        )


def test_nobody_changes_the_orders_of_others(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    with pytest.raises(NotAllowed):
        change_order(place_order(), by=world.li)


@pytest.mark.parametrize("what", ["paid", "invoiced"])
def test_an_order_never_falls_below_what_was_done_on_it(
    place_order: PlaceOrder, change_order: ChangeOrder, what: str
) -> None:
    order = place_order()
    Order.objects.filter(pk=order.pk).update(**{what: 100_000})
    with pytest.raises(RuleError):
        change_order(order, lines=[kept(order, quantity=8_000)])
    change_order(order, lines=[kept(order, quantity=9_000)])


def test_an_order_never_falls_below_its_instalments(
    place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order()
    PaymentPlan.objects.create(order=order, position=0, due_on=TODAY, amount=120_000)
    with pytest.raises(RuleError):
        change_order(order, lines=[kept(order, quantity=9_000)])


def test_what_was_shipped_stays_on_the_order(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder, valve: Product
) -> None:
    order = place_order()
    line = order.lines.get()
    shipment = Shipment.objects.create(
        number="FH1", order=order, shipped_on=TODAY, created_by=world.zheng, created_at=NOW
    )
    ShipmentLine.objects.create(shipment=shipment, line=line, quantity=4_000)
    OrderLine.objects.update(shipped=4_000)
    for lines in (
        [NewLine(1_000, 2_000_000, valve.pk)],
        [kept(order, quantity=3_000)],
        [kept(order, product_id=valve.pk)],
    ):
        with pytest.raises(RuleError):
            change_order(order, lines=lines)
    change_order(order, lines=[kept(order, quantity=4_000)])


def test_what_came_back_stays_on_the_order(
    place_order: PlaceOrder, change_order: ChangeOrder, take_back: TakeBack
) -> None:
    order = place_order()
    take_back(order, 3_000)
    for values in ({"quantity": 2_000}, {"price": 100_000}):
        with pytest.raises(RuleError):
            change_order(order, lines=[kept(order, **values)])
    change_order(order, lines=[kept(order, quantity=3_000)])
    order.refresh_from_db()
    assert (order.amount, order.returned, order.due) == (36_000, 36_000, 0)
    assert checks.verify() == []


def test_a_closed_day_keeps_its_numbers_but_not_its_words(
    place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order(signed_on=date(2026, 2, 20))
    Company.objects.update(settings={"sales.closed_until": "2026-02-28"})
    day = order.signed_on
    with pytest.raises(RuleError) as refused:
        change_order(order, signed_on=day, lines=[kept(order, quantity=9_000)])
    assert refused.value.code == "closed"
    with pytest.raises(RuleError):
        change_order(order, signed_on=TODAY)
    change_order(order, signed_on=day, ends_on=date(2027, 2, 19), note="保修三年")
    order.refresh_from_db()
    assert order.note == "保修三年"


def test_a_change_beyond_the_limits_waits_for_its_yes(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order()
    changed = change_order(order, lines=[kept(order, discount_bp=3_000)])
    assert changed.request is not None
    order.refresh_from_db()
    assert (order.amount, order.state) == (120_000, "signed")
    with pytest.raises(RuleError):
        change_order(order, note="另一个变更")
    deciding.approve(by=actor(world.boss), request=waiting())
    order.refresh_from_db()
    assert (order.amount, order.versions.count()) == (84_000, 1)
    assert checks.verify() == []


def test_a_change_that_was_refused_leaves_everything_as_it_was(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order()
    change_order(order, lines=[kept(order, discount_bp=3_000)])
    deciding.reject(by=actor(world.boss), request=waiting(), note="不行")
    order.refresh_from_db()
    assert (order.amount, order.state, order.versions.count()) == (120_000, "signed", 0)


def test_a_yes_comes_too_late_when_the_money_is_in(
    world: World, place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order()
    change_order(order, lines=[kept(order, discount_bp=3_000)])
    Order.objects.filter(pk=order.pk).update(paid=120_000)
    with pytest.raises(RuleError):
        deciding.approve(by=actor(world.boss), request=waiting())
    order.refresh_from_db()
    assert order.amount == 120_000


def test_words_need_no_yes(
    draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine, world: World,
    change_order: ChangeOrder,
) -> None:  # fmt: skip
    order = sign_order(draft_order(lines=[cheap]))
    deciding.approve(by=actor(world.boss), request=waiting())
    line = replace(cheap, line_id=order.lines.get().pk)
    assert change_order(order, lines=[line], terms="货到付款").request is None


def test_the_currency_stays_once_money_moved(
    place_order: PlaceOrder, change_order: ChangeOrder
) -> None:
    order = place_order()
    Order.objects.filter(pk=order.pk).update(paid=1_000)
    with pytest.raises(RuleError) as refused:
        change_order(order, currency="USD", rate_e6=7_000_000)
    assert refused.value.field == "currency"


def test_a_rate_of_zero_is_refused(draft_order: DraftOrder) -> None:
    with pytest.raises(Invalid) as refused:
        draft_order(currency="USD", rate_e6=0)
    assert set(refused.value.errors) == {"rate"}


def test_days_and_types_are_checked(draft_order: DraftOrder) -> None:
    with pytest.raises(Invalid) as refused:
        draft_order(
            signed_on=date(2030, 1, 1),
            starts_on=date(2026, 2, 2),
            ends_on=date(2026, 2, 1),
            type_id=999_999,
            title="长" * 121,
        )
    assert set(refused.value.errors) == {"title", "signed_on", "ends_on", "type"}
