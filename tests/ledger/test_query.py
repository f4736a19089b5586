"""The one query function: scope, ratios, comparison, dimensions."""

from datetime import date

import pytest

from tests.ledger.conftest import Stall, sale
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.models import CustomerRollup
from zhuixiao.ledger.queries import query

pytestmark = pytest.mark.django_db
JANUARY = Period.of(PeriodKind.MONTH, date(2026, 1, 10))
WINTER = Period(date(2025, 12, 1), date(2026, 2, 28))


@pytest.fixture
def trade(stall: Stall, world: World) -> World:
    """郑斌 sells 5 in December and 4 in January, 苏细莲 3 and 李慧 10 in January."""
    stall.post(1, sale(day=0, by=world.zheng, customer=1, pieces=5))
    stall.post(2, sale(day=20, by=world.zheng, customer=2, pieces=4, option=1))
    stall.post(3, sale(day=20, by=world.li, customer=2, pieces=10, product=2))
    stall.post(4, sale(day=30, by=world.su, customer=3, pieces=3, option=2))
    return world


def change_role(person: Employee, **modules: object) -> Employee:
    """The person with other rights; the cached ones are dropped."""
    person.role.grants = {"modules": modules}
    person.role.save()
    fresh: Employee = Employee.objects.get(pk=person.pk)
    return fresh


def test_each_person_sees_the_numbers_of_the_own_scope(trade: World) -> None:
    def sold(person: Employee) -> object:
        table = query(["stall.sold", "stall.buyers"], period=WINTER, visible_to=person)
        return (table.value("stall.sold"), table.value("stall.buyers"))

    assert sold(trade.boss) == (22, 3)
    assert sold(trade.manager) == (12, 3)
    assert sold(trade.zheng) == (9, 2)
    assert sold(trade.li) == (10, 1)
    assert sold(trade.chen) == (0, 0)


def test_the_scope_department_holds_colleagues_but_not_the_offices_below(trade: World) -> None:
    chen = change_role(trade.chen, customers={"scope": "department", "actions": ["view"]})
    assert query(["stall.sold"], period=WINTER, visible_to=chen).value("stall.sold") == 9


@pytest.mark.parametrize("scope", ["own", "department", "subtree"])
def test_what_a_person_sold_before_changing_departments_stays_visible(
    trade: World, scope: str
) -> None:
    trade.zheng.department = trade.east
    trade.zheng.save()
    zheng = change_role(trade.zheng, customers={"scope": scope, "actions": ["view"]})
    table = query(["stall.sold"], period=WINTER, visible_to=zheng)
    assert table.value("stall.sold") == (9 if scope == "own" else 19)


def test_each_metric_follows_the_scope_of_its_own_module(trade: World) -> None:
    zheng = change_role(
        trade.zheng,
        customers={"scope": "own", "actions": ["view"]},
        activities={"scope": "all", "actions": ["view"]},
    )
    table = query(["stall.sold", "stall.visits"], period=WINTER, visible_to=zheng)
    # All of the branch that he works in; beyond it nobody of a branch sees.
    assert table.total.values == {"stall.sold": 9, "stall.visits": 3}


def test_a_role_without_the_right_to_view_gets_no_number(trade: World) -> None:
    zheng = change_role(trade.zheng, customers={"scope": "all", "actions": []})
    with pytest.raises(NotAllowed):
        query(["stall.sold"], period=WINTER, visible_to=zheng)
    with pytest.raises(NotAllowed):
        query(["stall.average"], period=WINTER, visible_to=zheng)


def test_ratios_are_computed_from_the_sums_of_each_row_and_of_the_total(trade: World) -> None:
    table = query(
        ["stall.share", "stall.average"],
        period=WINTER,
        by=[Dimension.EMPLOYEE],
        visible_to=trade.boss,
    )
    assert table.value("stall.share", trade.zheng.pk) == 10_000
    assert table.value("stall.share") == 7_500
    assert table.value("stall.average", trade.li.pk) == 250
    assert table.value("stall.average", trade.chen.pk) is None


def test_a_metric_reads_another_column_of_the_entries_of_its_source(trade: World) -> None:
    table = query(["stall.sold", "stall.costs"], period=WINTER, visible_to=trade.boss)
    assert table.total.values == {"stall.sold": 22, "stall.costs": 22 * 90}


def test_a_month_is_compared_with_the_month_before_and_a_year_ago(
    stall: Stall, trade: World
) -> None:
    stall.post(5, sale(day=-340, by=trade.zheng, pieces=7))
    table = query(
        ["stall.sold", "stall.buyers", "stall.average"],
        period=JANUARY,
        by=[Dimension.EMPLOYEE],
        visible_to=trade.boss,
        compare=True,
    )
    row = table.row(trade.zheng.pk)
    assert row.values == {"stall.sold": 4, "stall.buyers": 1, "stall.average": 250}
    assert row.previous == {"stall.sold": 5, "stall.buyers": 1, "stall.average": 250}
    assert row.last_year == {"stall.sold": 7, "stall.buyers": 1, "stall.average": 250}
    assert table.total.values["stall.sold"] == 17
    assert table.total.previous["stall.sold"] == 5
    assert table.row(trade.chen.pk).previous["stall.sold"] == 0
    assert table.row(trade.li.pk).previous["stall.average"] is None


def test_days_of_a_month_stand_beside_the_same_days_of_the_one_before(trade: World) -> None:
    table = query(
        ["stall.sold"], period=JANUARY, by=[Dimension.DAY], visible_to=trade.boss, compare=True
    )
    assert [row.key for row in table] == [
        (date(2026, 1, 4),),
        (date(2026, 1, 14),),
        (date(2026, 1, 15),),
    ]
    assert table.row(date(2026, 1, 15)).previous["stall.sold"] == 5
    assert len(table.periods) == 31


def test_the_last_days_of_a_longer_month_before_count_in_the_total_only(
    stall: Stall, world: World
) -> None:
    stall.post(1, sale(day=47, by=world.zheng, pieces=5))  # 31 January
    february = query(
        ["stall.sold"],
        period=Period.of(PeriodKind.MONTH, date(2026, 2, 1)),
        by=[Dimension.DAY],
        visible_to=world.boss,
        compare=True,
    )
    assert february.rows == ()
    assert february.total.previous["stall.sold"] == 5


def test_several_dimensions_and_filters(trade: World) -> None:
    table = query(
        ["stall.sold"],
        period=WINTER,
        by=[Dimension.DEPARTMENT, Dimension.MONTH, Dimension.PRODUCT],
        where={Dimension.EMPLOYEE: [trade.zheng.pk, trade.li.pk]},
        visible_to=trade.boss,
    )
    assert {row.key: row.values["stall.sold"] for row in table} == {
        (trade.south.pk, date(2025, 12, 1), 1): 5,
        (trade.south.pk, date(2026, 1, 1), 1): 4,
        (trade.east.pk, date(2026, 1, 1), 2): 10,
    }


def test_a_filter_with_no_id_keeps_nothing(trade: World) -> None:
    table = query(
        ["stall.sold"], period=WINTER, where={Dimension.EMPLOYEE: []}, visible_to=trade.boss
    )
    assert (table.value("stall.sold"), len(table.rows)) == (0, 0)


def test_an_id_larger_than_any_row_finds_nothing(trade: World) -> None:
    where = {Dimension.EMPLOYEE: [10**30, -5]}
    assert (
        query(["stall.sold"], period=None, where=where, visible_to=trade.boss).value("stall.sold")
        == 0
    )


def test_all_time_by_customer_is_read_from_the_customers_rollup(trade: World) -> None:
    CustomerRollup.objects.filter(customer_id=2, metric=901).update(quantity=1000)
    table = query(
        ["stall.sold"],
        period=None,
        by=[Dimension.CUSTOMER],
        where={Dimension.CUSTOMER: [1, 2]},
        visible_to=trade.boss,
    )
    assert {row.key: row.values["stall.sold"] for row in table} == {(1,): 5, (2,): 1000}


def test_all_time_by_customer_within_a_scope_is_read_from_the_entries(trade: World) -> None:
    table = query(["stall.sold"], period=None, by=[Dimension.CUSTOMER], visible_to=trade.manager)
    assert {row.key: row.values["stall.sold"] for row in table} == {(1,): 5, (2,): 4, (3,): 3}


def test_a_customers_figures_in_a_period_may_be_split_by_anything(trade: World) -> None:
    table = query(
        ["stall.sold", "stall.takings"],
        period=JANUARY,
        by=[Dimension.EMPLOYEE, Dimension.OPTION],
        where={Dimension.CUSTOMER: [2]},
        visible_to=trade.boss,
    )
    assert {row.key: row.values["stall.sold"] for row in table} == {
        (trade.zheng.pk, 1): 4,
        (trade.li.pk, 0): 10,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"by": [Dimension.OPTION]},
        {"where": {Dimension.CHANNEL: [1]}},
        {"where": {Dimension.MONTH: [1]}},
        {"by": [Dimension.MONTH, Dimension.YEAR]},
        {"period": None, "by": [Dimension.MONTH]},
        {"period": None, "compare": True},
    ],
)
def test_a_question_that_the_ledger_cannot_answer_is_an_error(
    trade: World, asked: dict[str, object]
) -> None:
    with pytest.raises(RuleError):
        query(["stall.sold"], **{"period": WINTER, "visible_to": trade.boss, **asked})  # type: ignore[arg-type]


def test_numbers_cost_the_same_few_statements_whatever_is_asked(
    trade: World, django_assert_num_queries: object
) -> None:
    assert trade.manager.access.scope("customers") == trade.manager.access.scope("activities")
    assert trade.manager.access.unit_ids("customers")
    with django_assert_num_queries(3):  # type: ignore[operator]
        query(
            ["stall.sold", "stall.takings", "stall.visits", "stall.average", "stall.buyers"],
            period=WINTER,
            by=[Dimension.EMPLOYEE, Dimension.WEEK],
            visible_to=trade.manager,
            compare=True,
        )
    with django_assert_num_queries(1):  # type: ignore[operator]
        query(["stall.sold", "stall.visits"], period=WINTER, visible_to=trade.manager)
