"""Orders from a file: lines, customers, products, people, currencies, and what came back."""

from datetime import date

import pytest

from tests.sales.trade.conftest import Bring, reasons
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.queries import query
from zhuixiao.sales import closing
from zhuixiao.sales.actions import planning, preferences
from zhuixiao.sales.choices import OrderState, ReturnState
from zhuixiao.sales.models import Bought, Order, OrderLine, Return
from zhuixiao.sales.preferences import Preferences
from zhuixiao.sales.trade.kinds import Kind

HEAD = "订单号,日期,客户,产品编码,产品名称,数量,单价,负责人\n"
TWO = (
    HEAD
    + "A-1,2025-11-03,广州迪宏,TC-100,温控器,2,120.5,郑斌\n"
    + "A-2,2025-11-04,广州迪宏,DV-20,电动阀,1,200,\n"
    + "A-1,2025-11-03,广州迪宏,DV-20,电动阀,1.5,199.9999,郑斌\n"
)
ADDING = {"customers": "create", "products": "create"}


def figures(world: World, *keys: str) -> dict[str, object]:
    return dict(query(keys, period=None, visible_to=world.boss).total.values)


def test_rows_of_one_number_are_one_order_wherever_they_stand(world: World, bring: Bring) -> None:
    outcome = bring(Kind.ORDERS, TWO, **ADDING)
    assert (outcome.created, outcome.lines, outcome.refused) == (2, 3, 0)
    order = Order.objects.get(number="A-1")
    assert order.state == OrderState.COMPLETE
    assert order.signed_on == date(2025, 11, 3)
    assert order.owner == world.zheng
    assert order.department == world.zheng.department
    lines = list(order.lines.order_by("position"))
    assert [(row.quantity, row.price, row.amount) for row in lines] == [
        (2000, 1_205_000, 24_100),
        (1500, 1_999_999, 30_000),
    ]
    assert order.amount == 54_100
    assert figures(world, "orders.placed", "orders.amount") == {
        "orders.placed": 2,
        "orders.amount": 74_100,
    }
    assert verify() == []


def test_an_import_wins_nobody_where_the_company_wants_none(world: World, bring: Bring) -> None:
    preferences.save(by=actor(world.boss), new=Preferences(wins=False))
    bring(Kind.ORDERS, TWO, **ADDING)
    assert Customer.objects.get(name="广州迪宏").won_at is None


def test_its_customer_is_added_won_and_counted(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, **ADDING)
    customer = Customer.objects.get(name="广州迪宏")
    assert customer.owner == world.zheng
    assert customer.added_on == date(2025, 11, 3)
    assert customer.won_at is not None
    assert customer.won_at.date() == date(2025, 11, 3)
    assert customer.contacts_to_win == 0
    assert (customer.order_count, customer.order_amount) == (2, 74_100)
    assert (customer.first_order_on, customer.last_order_on) == (
        date(2025, 11, 3),
        date(2025, 11, 4),
    )
    assert Bought.objects.get(customer=customer, product__sku="DV-20").quantity == 2500


def test_without_an_owner_the_customers_owner_gets_the_credit(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, **ADDING)
    assert Order.objects.get(number="A-2").owner == world.zheng


def test_an_unknown_owner_leaves_the_name_in_the_note(world: World, bring: Bring) -> None:
    outcome = bring(Kind.ORDERS, TWO.replace("郑斌", "王五"), **ADDING)
    order = Order.objects.get(number="A-1")
    assert order.owner == world.boss
    assert order.note == "王五"
    assert outcome.notes["unknown_person"] == 1


def test_the_same_file_again_adds_nothing(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, **ADDING)
    before = [model.objects.count() for model in (Order, OrderLine, Customer, Product)]
    again = bring(Kind.ORDERS, TWO, **ADDING)
    assert (again.created, again.same, again.differs, again.refused) == (0, 2, 0, 0)
    assert [model.objects.count() for model in (Order, OrderLine, Customer, Product)] == before
    assert verify() == []


def test_a_row_that_changed_is_told_and_nothing_is_overwritten(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, **ADDING)
    again = bring(Kind.ORDERS, TWO.replace("1,200,", "1,250,"), **ADDING)
    assert (again.created, again.same, again.differs) == (0, 1, 1)
    assert "200.00 → 250.00" in reasons(again)[3]
    assert Order.objects.get(number="A-2").amount == 20_000


def test_a_look_writes_nothing(world: World, bring: Bring) -> None:
    outcome = bring(Kind.ORDERS, TWO, is_dry=True, **ADDING)
    assert (outcome.created, outcome.lines) == (2, 3)
    assert (outcome.customers, outcome.products) == (1, 2)
    assert not Order.objects.exists()
    assert not Customer.objects.exists()
    assert not Product.objects.exists()
    assert not AuditEntry.objects.filter(action="import").exists()


def test_a_customer_is_found_by_the_core_of_its_name(bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, **ADDING)
    other = TWO.replace("广州迪宏", "广州迪宏有限公司").replace("A-", "B-")
    outcome = bring(Kind.ORDERS, other, **ADDING)
    assert (outcome.created, outcome.customers) == (2, 0)
    assert Customer.objects.get().order_count == 4


def test_what_is_not_known_is_refused_unless_it_may_be_added(bring: Bring) -> None:
    outcome = bring(Kind.ORDERS, TWO)
    assert outcome.created == 0
    assert "广州迪宏" in reasons(outcome)[2]
    outcome = bring(Kind.ORDERS, TWO, customers="create")
    assert "TC-100" in reasons(outcome)[2]
    # The other row of the order says which one is to blame.
    assert "2" in reasons(outcome)[4] or "DV-20" in reasons(outcome)[4]
    assert not Order.objects.exists()


def test_goods_can_stay_a_name(bring: Bring) -> None:
    bring(Kind.ORDERS, TWO, customers="create", products="text")
    line = OrderLine.objects.get(order__number="A-2")
    assert (line.product_id, line.name) == (None, "电动阀")


def test_an_order_may_have_no_lines(bring: Bring) -> None:
    content = "合同号,签订日期,客户名称,合同金额,税率\nHT-9,2025-10-08,南方酒店,1130,13%\n"
    bring(Kind.ORDERS, content, customers="create")
    line = OrderLine.objects.get()
    assert (line.name, line.quantity, line.amount, line.tax) == ("—", 1000, 113_000, 13_000)


def test_an_amount_rules_over_the_price(bring: Bring) -> None:
    """A discount that the file does not name: what was paid counts, the price stays as list."""
    content = "订单号,日期,客户,产品,数量,单价,金额\n1,2025-10-08,迪宏,阀,3,100,270\n"
    bring(Kind.ORDERS, content, **ADDING)
    line = OrderLine.objects.get()
    assert (line.list_price, line.price, line.amount) == (1_000_000, 900_000, 27_000)


def test_the_total_of_an_order_must_be_what_its_lines_come_to(bring: Bring) -> None:
    content = (
        "订单号,日期,客户,产品,数量,单价,订单金额\n"
        + "1,2025-10-08,迪宏,阀,3,100,500\n1,2025-10-08,迪宏,泵,2,100,500\n"
        + "2,2025-10-08,迪宏,阀,3,100,300\n2,2025-10-08,迪宏,泵,2,100,\n"
    )
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert Order.objects.get().amount == 50_000
    assert "500.00" in reasons(outcome)[4]
    assert "300.00" in reasons(outcome)[5]


def test_a_foreign_currency_needs_a_rate_and_adds_up_in_the_companys(
    world: World, bring: Bring
) -> None:
    content = (
        "订单号,日期,客户,产品,数量,单价,币种,汇率\n"
        "1,2025-10-08,迪宏,阀,3,33.33,USD,7.123456\n"
        "1,2025-10-08,迪宏,泵,1,0.01,USD,7.123456\n"
        "2,2025-10-08,迪宏,阀,1,10,USD,\n"
        "3,2025-10-08,迪宏,阀,1,10,dollar,\n"
    )
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert outcome.created == 1
    order = Order.objects.get()
    assert (order.amount, order.base_amount) == (10_000, 71_235)
    assert sum(row.base_amount for row in order.lines.all()) == 71_235
    assert "USD" in reasons(outcome)[4]
    assert "dollar" in reasons(outcome)[5]


def test_lines_without_a_customer_are_left_out_or_go_to_one(bring: Bring) -> None:
    content = TWO.replace("A-2,2025-11-04,广州迪宏", "A-2,2025-11-04,")
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert outcome.created == 1
    assert outcome.left_out == {"no_customer": 1}
    outcome = bring(Kind.ORDERS, content, stand_in="散客", **ADDING)
    assert (outcome.created, outcome.same) == (1, 1)
    assert Order.objects.get(number="A-2").customer.name == "散客"


def test_lines_of_price_zero_are_kept_or_left_out(bring: Bring) -> None:
    content = TWO + "A-1,2025-11-03,广州迪宏,GIFT,赠品,1,0,郑斌\n"
    outcome = bring(Kind.ORDERS, content, zero_prices="leave_out", **ADDING)
    assert (outcome.lines, outcome.left_out) == (3, {"zero_price": 1})
    outcome = bring(Kind.ORDERS, content.replace("A-", "B-"), **ADDING)
    assert outcome.lines == 4


def test_a_negative_quantity_comes_back_from_an_earlier_order(world: World, bring: Bring) -> None:
    content = (
        HEAD
        + "C-1,2025-12-01,广州迪宏,TC-100,温控器,-3,100,\n"
        + "A-1,2025-11-01,广州迪宏,TC-100,温控器,10,90,\n"
        + "A-2,2025-11-05,广州迪宏,TC-100,温控器,10,100,\n"
        + "A-3,2025-12-05,广州迪宏,TC-100,温控器,50,100,\n"
        + "C-2,2025-12-02,广州迪宏,TC-100,温控器,-40,100,\n"
    )
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert (outcome.created, outcome.returns, outcome.refused) == (3, 1, 1)
    back = Return.objects.get()
    # The same price is preferred to the oldest.
    assert (back.order.number, back.amount, back.returned_on) == (
        "A-2",
        30_000,
        date(2025, 12, 1),
    )
    assert back.order.returned == 30_000
    assert back.order.lines.get().returned == 3000
    # 40 were only sold after that day.
    assert list(reasons(outcome)) == [6]
    customer = Customer.objects.get()
    assert (customer.order_count, customer.order_amount) == (3, 90_000 + 100_000 + 500_000 - 30_000)
    assert figures(world, "orders.returned_amount") == {"orders.returned_amount": 30_000}
    assert verify() == []
    again = bring(Kind.ORDERS, content, **ADDING)
    assert (again.created, again.returns, again.same) == (0, 0, 4)
    assert verify() == []


def test_goods_come_back_all_or_none(bring: Bring) -> None:
    content = (
        HEAD
        + "A-1,2025-11-01,迪宏,X,阀,10,1,\nA-2,2025-11-01,迪宏,Y,泵,1,1,\n"
        + "C-1,2025-11-02,迪宏,X,阀,-3,1,\nC-1,2025-11-02,迪宏,Y,泵,-2,1,\n"
        + "C-2,2025-11-02,迪宏,X,阀,-10,1,\n"
    )
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert list(reasons(outcome)) == [4, 5]
    assert "Row 5" in reasons(outcome)[4]
    assert Return.objects.get().number == "C-2"
    again = bring(
        Kind.ORDERS, content.replace("泵,-2", "泵,-1").replace("阀,-3", "阀,-1"), **ADDING
    )
    assert list(reasons(again)) == [4, 5]
    assert verify() == []


def test_what_waits_to_be_agreed_to_does_not_come_back_twice(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, HEAD + "A-1,2025-11-01,迪宏,X,阀,10,1,\n", **ADDING)
    line = OrderLine.objects.get()
    asked = Return.objects.create(
        number="TH1",
        order=line.order,
        state=ReturnState.ASKED,
        returned_on=date(2025, 11, 2),
        created_by=world.boss,
        created_at=actor(world.boss).at,
    )
    asked.lines.create(line=line, quantity=8000, amount=800, base_amount=800)
    back = HEAD + "C-1,2025-11-02,迪宏,X,阀,-{},1,\n"
    assert list(reasons(bring(Kind.ORDERS, back.format(3), **ADDING))) == [2]
    assert bring(Kind.ORDERS, back.format(2), **ADDING).returns == 1


def test_returns_cut_the_instalments_of_their_order(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, HEAD + "A-1,2025-11-01,迪宏,X,阀,10,1,\n", **ADDING)
    order, day = Order.objects.get(), date(2025, 12, 1)
    planning.equal(by=actor(world.boss), order=order, parts=2, first_on=day, every="month")
    bring(Kind.ORDERS, HEAD + "C-1,2025-11-02,迪宏,X,阀,-2,1,\n", **ADDING)
    assert sum(order.plans.values_list("amount", flat=True)) == 800
    order.refresh_from_db()
    assert (order.returned, order.version) == (200, 2)


def test_what_came_back_under_an_order_that_is_not_taken_is_not_taken(bring: Bring) -> None:
    bring(Kind.ORDERS, HEAD + "A-1,2025-11-01,迪宏,X,阀,10,1,\n", **ADDING)
    mixed = HEAD + "B-1,2025-11-02,迪宏,Z,新品,1,1,\nB-1,2025-11-02,迪宏,X,阀,-2,1,\n"
    outcome = bring(Kind.ORDERS, mixed, customers="create")
    assert list(reasons(outcome)) == [2, 3]
    assert not Return.objects.exists()


def test_all_parts_of_a_line_come_back_to_its_last_cent(bring: Bring) -> None:
    content = HEAD + "A-1,2025-11-01,迪宏,X,阀,3,0.3333,\n"
    for number in range(3):
        content += f"C-{number},2025-11-02,迪宏,X,阀,-1,0.3333,\n"
    bring(Kind.ORDERS, content, **ADDING)
    order = Order.objects.get()
    assert (order.amount, order.returned) == (100, 100)


def test_closed_months_are_open_to_who_may_and_says_so(world: World, bring: Bring) -> None:
    company = Company.objects.get()
    company.settings[closing.SETTING] = "2025-11-03"
    company.save()
    outcome = bring(Kind.ORDERS, TWO, **ADDING)
    assert outcome.created == 1
    assert set(reasons(outcome)) == {2, 4}
    with pytest.raises(RuleError, match="finance"):
        bring(Kind.ORDERS, TWO, by=world.manager, into_closed=True, customers="create")
    assert bring(Kind.ORDERS, TWO, into_closed=True, **ADDING).created == 1


def test_who_may_not_import_does_not(world: World, bring: Bring) -> None:
    with pytest.raises(NotAllowed):
        bring(Kind.ORDERS, TWO, by=world.zheng)
    with pytest.raises(RuleError, match="catalogue"):
        bring(Kind.ORDERS, TWO, by=world.manager, products="create", customers="create")


def test_customers_of_others_stay_theirs(world: World, bring: Bring) -> None:
    """周平 reaches 华南 only; a customer of 李慧 is not found again as a new one."""
    bring(Kind.ORDERS, TWO.replace("郑斌", "李慧"), **ADDING)
    other = TWO.replace("A-", "B-").replace("郑斌", "")
    outcome = bring(Kind.ORDERS, other, by=world.manager, customers="create")
    assert outcome.created == 0
    assert Customer.objects.count() == 1
    assert "广州迪宏" in reasons(outcome)[2]


def test_the_cost_of_the_day_is_kept(world: World, bring: Bring) -> None:
    values = ProductValues(name="温控器", sku="TC-100", standard_cost=8_000)
    products.add(by=actor(world.boss), values=values)
    bring(Kind.ORDERS, TWO, **ADDING)
    assert OrderLine.objects.get(product__sku="TC-100").cost == 16_000
    assert figures(world, "sales.margin") == {"sales.margin": 74_100 - 16_000}
