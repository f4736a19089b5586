"""What is sent of an order: never more than is left, and always in step with its lines."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.orders.conftest import TakeBack, take_back
from tests.world import World, actor, role
from zhuixiao.accounts.models import AuditEntry, Company, Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import shipping
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.shipping import NewShipment
from zhuixiao.sales.choices import OrderState, ShipmentState
from zhuixiao.sales.models import Order, Shipment

__all__ = ["take_back"]
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def ship(world: World, order: Order, quantity: int, **values: Any) -> Shipment:
    """Part of the order's first line, sent today by 郑斌."""
    new = NewShipment(TODAY, {order.lines.get(position=0).pk: quantity}, **values)
    return shipping.ship(by=actor(world.zheng), order=order, new=new)


def shipped(order: Order) -> list[int]:
    return list(order.lines.order_by("position").values_list("shipped", flat=True))


def count_of_shipments(world: World) -> object:
    return query(["shipments.sent"], period=MARCH, visible_to=world.boss).value("shipments.sent")


def test_an_order_goes_out_in_parts(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    first = ship(world, order, 4_000, carrier="顺丰", tracking_number="SF100")
    ship(world, order, 6_000)
    assert shipped(order) == [10_000]
    assert (first.number, first.carrier) == ("FH20260302-001", "顺丰")
    assert count_of_shipments(world) == 2
    assert checks.verify() == []


def test_no_more_is_sent_than_is_left(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    ship(world, order, 4_000)
    with pytest.raises(Invalid) as refused:
        ship(world, order, 7_000)
    assert "6" in str(refused.value.message)
    assert shipped(order) == [4_000]


def test_what_came_back_is_not_sent_again(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    order.lines.update(returned=3_000)
    with pytest.raises(Invalid):
        ship(world, order, 8_000)
    ship(world, order, 7_000)


def test_what_came_back_was_sent(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order, by = place_order(), actor(world.zheng)
    shipment = ship(world, order, 10_000)
    take_back(order, 4_000)
    line = order.lines.get().pk
    with pytest.raises(Invalid) as refused:
        shipping.change(by=by, shipment=shipment, new=NewShipment(TODAY, {line: 3_000}))
    assert set(refused.value.errors) == {f"quantity_{line}"}
    with pytest.raises(Invalid):
        shipping.take_back(by=by, shipment=shipment)
    # Less than before, though more than is left to be sent after the return.
    shipping.change(by=by, shipment=shipment, new=NewShipment(TODAY, {line: 9_000}))
    assert shipped(order) == [9_000]


def test_what_was_dropped_before_it_was_sent_ties_no_shipment(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order()
    shipment = ship(world, order, 2_000)
    take_back(order, 8_000)
    shipping.take_back(by=actor(world.zheng), shipment=shipment)
    assert shipped(order) == [0]


def test_goods_are_told_as_people_write_numbers(world: World, place_order: PlaceOrder) -> None:
    order = place_order(lines=[NewLine(quantity=200_000_000, price=1, name="螺丝")])
    ship(world, order, 123_456_500)
    shipping.change(
        by=actor(world.zheng),
        shipment=Shipment.objects.get(),
        new=NewShipment(TODAY, {order.lines.get().pk: 123_456_700}),
    )
    changes = AuditEntry.objects.latest("pk").changes
    assert changes["quantities"] == [["螺丝 × 123456.5"], ["螺丝 × 123456.7"]]


@pytest.mark.parametrize("quantity", [0, -1_000])
def test_a_shipment_holds_something(world: World, place_order: PlaceOrder, quantity: int) -> None:
    with pytest.raises(Invalid):
        ship(world, place_order(), quantity)
    assert not Shipment.objects.exists()


def test_lines_of_another_order_are_not_sent(world: World, place_order: PlaceOrder) -> None:
    order, other = place_order(), place_order()
    new = NewShipment(TODAY, {other.lines.get().pk: 1_000})
    with pytest.raises(Invalid):
        shipping.ship(by=actor(world.zheng), order=order, new=new)
    assert shipped(other) == [0]


def test_taking_a_shipment_back_frees_its_goods(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    shipment = ship(world, order, 4_000)
    shipping.take_back(by=actor(world.zheng), shipment=shipment)
    assert shipped(order) == [0]
    assert count_of_shipments(world) == 0
    assert checks.verify() == []
    with pytest.raises(RuleError):
        shipping.take_back(by=actor(world.zheng), shipment=shipment)


def test_a_changed_shipment_keeps_the_lines_in_step(
    world: World, place_order: PlaceOrder, thermostat: Product, valve: Product
) -> None:
    order = place_order(
        lines=[
            NewLine(quantity=10_000, price=1, product_id=thermostat.pk),
            NewLine(quantity=2_000, price=1, product_id=valve.pk),
        ]
    )
    first, second = order.lines.order_by("position")
    shipment = ship(world, order, 4_000)
    new = NewShipment(TODAY - timedelta(days=1), {first.pk: 10_000, second.pk: 1_000})
    # An order of today, sent the day before: who writes it down later knows best.
    shipping.change(by=actor(world.zheng), shipment=shipment, new=new, version=1)
    assert shipped(order) == [10_000, 1_000]
    assert checks.verify() == []


def test_two_who_change_the_carrier_meet(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    shipment = ship(world, order, 1_000, carrier="顺丰")
    parts = {order.lines.get().pk: 1_000}
    theirs = NewShipment(TODAY, parts, carrier="德邦")
    shipping.change(by=actor(world.zheng), shipment=shipment, new=theirs, version=1)
    with pytest.raises(Conflict) as met:
        shipping.change(
            by=actor(world.boss),
            shipment=shipment,
            new=NewShipment(TODAY, parts, carrier="中通"),
            version=1,
        )
    assert met.value.fields["carrier"]["theirs"] == "德邦"


def test_it_is_signed_for_on_a_day_after_it_was_sent(world: World, place_order: PlaceOrder) -> None:
    shipment = ship(world, place_order(), 1_000)
    by = actor(world.zheng)
    for wrong in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(RuleError):
            shipping.sign(by=by, shipment=shipment, on=wrong)
    signed = shipping.sign(by=by, shipment=shipment, on=TODAY, who="门卫")
    assert (signed.state, signed.signed_by) == (ShipmentState.SIGNED, "门卫")
    assert shipping.unsign(by=by, shipment=signed).signed_on is None


def test_only_what_was_signed_is_sent(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    Order.objects.filter(pk=order.pk).update(state=OrderState.VOID)
    with pytest.raises(RuleError):
        ship(world, order, 1_000)


def test_nothing_is_sent_in_a_closed_month(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    shipment = ship(world, order, 1_000)
    Company.objects.update(settings={"sales.closed_until": "2026-03-02"})
    for act in (
        lambda: ship(world, order, 1_000),
        lambda: shipping.take_back(by=actor(world.zheng), shipment=shipment),
    ):
        with pytest.raises(RuleError) as refused:
            act()
        assert refused.value.code == "closed"
    assert shipped(order) == [1_000]


def test_the_contact_who_receives_it_brings_the_phone(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    contacts.add(
        by=actor(world.zheng), customer=customer, values={"name": "梁耀安", "phone": "13787654321"}
    )
    order = place_order()
    assert ship(world, order, 1_000, receiver="梁耀安").phone == "13787654321"
    assert ship(world, order, 1_000, receiver="门卫").phone == ""


def test_who_only_reads_sends_nothing(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    new = NewShipment(TODAY, {order.lines.get().pk: 1_000})
    with pytest.raises(NotAllowed):
        shipping.ship(by=actor(world.li), order=order, new=new)
    Employee.objects.filter(pk=world.zheng.pk).update(role=role("service"))
    reader = Employee.objects.with_access().get(pk=world.zheng.pk)
    with pytest.raises(NotAllowed):
        shipping.ship(by=actor(reader), order=order, new=new)
