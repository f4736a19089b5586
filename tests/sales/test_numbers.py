import re
from datetime import date
from html import unescape

import pytest

from tests.conftest import ClientOf
from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.actions import roles as role_actions
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.actions import ownership
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.sales.actions import ranking as ranking_actions
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.queries import breakdown, margins, performance, ranking, whose, year
from zhuixiao.sales.queries.ranking import Ranking

MARCH = Period.of(PeriodKind.MONTH, TODAY)
PAGES = ("", "sales/", "margins/", "year/", "ranking/", "targets/")


@pytest.fixture
def sales(
    world: World, place_order: PlaceOrder, thermostat: Product, valve: Product, screw: Product
) -> None:
    """1,200.00 of thermostats, 20.00 of valves far below cost, 1.00 of screws."""
    place_order()
    place_order(lines=[NewLine(quantity=1_000, price=200_000, product_id=valve.pk)])
    place_order(lines=[NewLine(quantity=20_000, price=500, product_id=screw.pk)])


def test_the_own_performance_opens_and_compares(world: World, sales: None) -> None:
    mine = whose.whose("me", reader=world.zheng)
    figures = performance.figures(mine, MARCH, reader=world.zheng)
    by_unit = {str(row.label): row for row in figures}
    orders = next(iter(by_unit.values()))
    assert orders.value == 122_100
    assert f"employee={world.zheng.pk}" in orders.link
    assert orders.change is None


def test_who_may_not_know_costs_sees_no_margin(world: World, sales: None) -> None:
    mine = whose.whose("me", reader=world.zheng)
    assert not any(
        "margin" in row.link for row in performance.figures(mine, MARCH, reader=world.zheng)
    )
    with pytest.raises(NotAllowed):
        margins.margins(mine, MARCH, reader=world.zheng)


def test_twelve_months_stand_even_when_nothing_was_sold(world: World, sales: None) -> None:
    everybody = whose.whose("all", reader=world.boss)
    months = performance.months(everybody, until=TODAY, reader=world.boss)
    assert [bar.label for bar in months.bars][-1] == "2026-03"
    assert len(months.bars) == 12
    assert months.bars[-1].values[0][0] == 122_100
    assert max(part.height for bar in months.bars for part in bar.parts) == 98


def test_a_salesperson_cannot_ask_for_others(world: World) -> None:
    assert whose.whose("all", reader=world.zheng).key == "me"
    assert whose.whose(f"e{world.chen.pk}", reader=world.zheng).key == "me"
    assert whose.whose(f"d{world.south.pk}", reader=world.zheng).key == "me"
    assert whose.whose("e" + "9" * 30, reader=world.boss).key == "me"
    assert whose.choices(world.zheng) == [("me", "我自己")]
    assert whose.whose(f"d{world.south.pk}", reader=world.manager).label == "华南分公司"


@pytest.mark.parametrize("split", list(breakdown.SPLITS))
def test_every_split_adds_up_to_the_same_sales(world: World, sales: None, split: str) -> None:
    everybody = whose.whose("all", reader=world.boss)
    table = breakdown.breakdown(split, everybody, MARCH, reader=world.boss)
    assert sum(int(line.cells[0].value or 0) for line in table.lines) == 122_100
    assert table.total[0].value == 122_100
    assert all(cell.link for line in table.lines for cell in line.cells)


def test_products_are_ranked_into_abc_and_losses_stand_out(world: World, sales: None) -> None:
    everybody = whose.whose("all", reader=world.boss)
    found = margins.margins(everybody, MARCH, reader=world.boss)
    assert [(line.name, line.letter, line.margin) for line in found.lines] == [
        ("温控器", "A", 40_000),
        ("电动阀", "C", -13_000),
        ("螺丝", "C", 60),
    ]
    assert found.counts == {"all": 3, "a": 1, "b": 0, "c": 2, "loss": 1}
    assert found.total.margin == 27_060
    assert found.lines[-1].running == 10_000


def test_the_year_adds_up_by_month_department_and_person(world: World, sales: None) -> None:
    found = year.year(2026, today=TODAY, reader=world.boss)
    unit, person = found.lines
    assert (unit.name, person.name, person.is_person) == ("华南分公司", "郑斌", True)
    assert [cell.value for cell in person.cells] == [0, 0, 27_060, *[0] * 9, 27_060]
    assert found.total.cells[-1].value == 27_060


def test_heads_count_for_the_months_they_worked(world: World, sales: None) -> None:
    later = actor(world.boss).at.replace(month=4)
    Employee.objects.filter(department=world.south).update(created_at=later)
    found = year.year(2026, today=date(2026, 4, 30), reader=world.boss)
    (staff,) = found.staff
    # 郑斌 sold in March already; 周平 and 陈敏 count from April on.
    assert staff.heads == (2 + 1 + 1) * 100 // 4
    assert staff.margin_per_head == 27_060


def test_the_ranking_shows_the_first_and_opens_only_for_who_may(
    world: World, sales: None, place_order: PlaceOrder
) -> None:
    boards = ranking.boards(MARCH, reader=world.boss)
    (first,) = boards[0].places
    assert (first.number, first.person, first.value) == (1, world.zheng, 122_100)
    assert ranking.boards(MARCH, reader=world.chen)[0].places == []
    ranking_actions.choose(by=actor(world.boss), ranking=Ranking.ALL)
    (seen,) = ranking.boards(MARCH, reader=world.chen)[0].places
    assert (seen.person, seen.link) == (world.zheng, "")
    ranking_actions.choose(by=actor(world.boss), ranking=Ranking.OFF)
    assert ranking.boards(MARCH, reader=world.boss) == []


def test_only_who_manages_orders_switches_the_ranking(world: World) -> None:
    with pytest.raises(NotAllowed):
        ranking_actions.choose(by=actor(world.zheng), ranking=Ranking.OFF)
    assert Company.objects.get().settings.get(ranking.SETTING) is None


def test_everybody_sees_the_boss_ranking_but_opens_only_what_is_the_same_to_him(
    world: World, sales: None, place_order: PlaceOrder, add_customer: AddCustomer
) -> None:
    own = add_customer("佛山暖通", world.chen)
    place_order(by=world.chen, customer_id=own.pk)
    ranking_actions.choose(by=actor(world.boss), ranking=Ranking.ALL)
    links = {row.person: row.link for row in ranking.boards(MARCH, reader=world.chen)[0].places}
    assert links[world.zheng] == ""
    assert f"employee={world.chen.pk}" in links[world.chen]


def test_the_ranking_of_numbers_from_a_wider_module_opens_where_it_is_read(
    world: World, sales: None
) -> None:
    _narrow(world.manager, "orders", "own")
    manager = Employee.objects.with_access().get(pk=world.manager.pk)
    added = next(row for row in ranking.boards(MARCH, reader=manager) if "客户" in str(row.label))
    assert [(row.person, bool(row.link)) for row in added.places] == [(world.zheng, True)]


def test_who_a_customer_is_stays_hidden_in_the_split_once_he_left_my_hands(
    world: World, sales: None, customer: Customer
) -> None:
    ownership.assign(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    mine = whose.whose("me", reader=world.zheng)
    table = breakdown.breakdown("customer", mine, MARCH, reader=world.zheng)
    (line,) = table.lines
    assert (line.name, line.cells[0].value) == ("其他（无权查看）", 122_100)
    assert not any(cell.link for cell in line.cells)


def test_heads_are_told_only_of_departments_seen_whole(
    world: World, sales: None, place_order: PlaceOrder, add_customer: AddCustomer
) -> None:
    own = add_customer("佛山暖通", world.boss)
    place_order(by=world.boss, customer_id=own.pk)
    whole = year.year(2026, today=TODAY, reader=world.boss)
    assert {row.name for row in whole.staff} == {"晨光温控", "华南分公司"}
    _narrow(world.boss, "orders", "own")
    boss = Employee.objects.with_access().get(pk=world.boss.pk)
    told = year.year(2026, today=TODAY, reader=boss)
    # His own sales stand under his department, which he does not see whole.
    assert [line.name for line in told.lines if not line.is_person] == ["晨光温控"]
    assert told.staff == []


def test_tabs_of_margins_are_only_for_who_may_know_them(world: World, client_of: ClientOf) -> None:
    def addresses(person: Employee) -> list[str]:
        tabs = client_of(person).get("/performance/").context["tabs"]
        return [tab.url.removeprefix("/performance/") for tab in tabs]

    assert addresses(world.boss) == ["", "sales/", "margins/", "year/", "ranking/", "targets/"]
    assert addresses(world.zheng) == ["", "sales/", "ranking/", "targets/"]


def test_every_figure_of_margins_and_of_the_year_opens(
    world: World, sales: None, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    query = {"range": "other", "start": "2026-03-01", "end": "2026-03-31", "year": "2026"}
    for page, figures in (("margins", 20), ("year", 8)):
        html = client.get(f"/performance/{page}/", query).content.decode()
        links = re.findall(r'<td class="numbers"><a href="([^"]+)"', html)
        assert len(links) == figures
        assert {client.get(unescape(link)).status_code for link in links} == {200}


def _narrow(person: Employee, module: str, scope: str) -> None:
    actions = role_actions.grants_of(person.role).modules[module][1]
    person.role.grants = {"modules": {module: {"scope": scope, "actions": list(actions)}}}
    person.role.save()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_answer_for_the_boss_and_for_one_who_sells(
    world: World, sales: None, client_of: ClientOf, page: str
) -> None:
    address = f"/performance/{page}"
    query = {"range": "other", "start": "2026-03-01", "end": "2026-03-31", "year": "2026"}
    assert client_of(world.boss).get(address, query).status_code == 200
    expected = 403 if page in {"margins/", "year/"} else 200
    assert client_of(world.zheng).get(address, query).status_code == expected
    nonsense = {
        "range": "x",
        "whose": "e1e9",
        "by": "moon",
        "page": "99",
        "show": "z",
        "year": "9" * 9,
    }
    assert client_of(world.boss).get(address, nonsense).status_code == 200


def test_a_metric_of_the_page_opens_to_its_entries(
    world: World, sales: None, client_of: ClientOf
) -> None:
    everybody = whose.whose("all", reader=world.boss)
    table = breakdown.breakdown(Dimension.PRODUCT.value, everybody, MARCH, reader=world.boss)
    for cell in table.lines[0].cells:
        assert client_of(world.boss).get(cell.link).status_code == 200
