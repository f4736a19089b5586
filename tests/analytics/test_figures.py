"""What a table counts: always what the ledger counts, for its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.analytics.conftest import SOLD
from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.analytics import ready
from zhuixiao.analytics.definition import Definition
from zhuixiao.analytics.queries import charts, figures, filters, pivot
from zhuixiao.analytics.queries.grid import Grid
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.ledger import catalogue, names
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.sales.actions.lines import NewLine

pytestmark = pytest.mark.usefixtures("sold")


def read(reader: Employee, asked: Definition = SOLD, **values: Any) -> Grid:
    fresh = Employee.objects.with_access().get(pk=reader.pk)
    return figures.grid(replace(asked, **values), reader=fresh, today=TODAY)


def told(grid: Grid) -> dict[str, list[Any]]:
    lines = [*grid.lines, *([grid.total] if grid.total else [])]
    return {" ".join(line.names): [cell.value for cell in line.cells] for line in lines}


def test_rows_stand_by_the_first_number_with_their_total(world: World) -> None:
    assert told(read(world.boss)) == {
        "郑斌": [260_000, 3],
        "李慧": [120_000, 1],
        "合计": [380_000, 4],
    }
    fewest = told(read(world.boss, sort_by="orders.placed", is_ascending=True, top=1))
    assert fewest == {"李慧": [120_000, 1], "合计": [380_000, 4]}
    assert read(world.boss, has_totals=False).total is None


def test_a_reader_sees_his_own_scope_whoever_composed_it(world: World) -> None:
    assert told(read(world.zheng)) == {"郑斌": [260_000, 3], "合计": [260_000, 3]}
    assert told(read(world.chen)) == {"合计": [0, 0]}
    assert list(told(read(world.manager))) == ["郑斌", "合计"]


def test_a_number_that_is_closed_to_the_reader_is_left_out_with_a_note(world: World) -> None:
    asked = replace(SOLD, metrics=["sales.margin", "sales.amount", "sales.margin_rate"])
    seen = read(world.zheng, asked)
    assert [head.metric for head in seen.heads] == ["sales.amount"]
    assert "2 个指标" in seen.notes[0]
    assert len(read(world.boss, asked).heads) == 3
    nothing = read(world.zheng, replace(SOLD, metrics=["sales.margin"]))
    assert not nothing.metrics
    assert not nothing.lines


def test_columns_of_months_add_up_to_the_whole(world: World) -> None:
    grid = read(world.boss, columns="month", span="quarter")
    assert [key for key, _width in grid.groups] == ["2026年1月", "2026年2月", "2026年3月", "合计"]
    assert told(grid)["郑斌"] == [0, 0, 0, 0, 260_000, 3, 260_000, 3]
    assert told(grid)["合计"][-2:] == [380_000, 4]


def test_rows_within_rows_have_their_sums(world: World) -> None:
    grid = read(world.boss, rows=["department", "employee"])
    assert told(grid) == {
        "华南分公司": [260_000, 3],
        "华南分公司 郑斌": [260_000, 3],
        "华东分公司": [120_000, 1],
        "华东分公司 李慧": [120_000, 1],
        "合计": [380_000, 4],
    }
    assert [line.names[0] for line in grid.whole] == ["华南分公司", "华东分公司"]


def test_filters_keep_departments_with_all_below(world: World) -> None:
    seen = read(world.boss, filters={"department": [world.head_office.pk]})
    assert told(seen)["合计"] == [380_000, 4]
    assert seen.words == [("部门", ["晨光温控"])]
    south = read(world.boss, filters={"department": [world.south.pk]})
    assert list(told(south)) == ["郑斌", "合计"]


def test_a_filter_that_the_reader_knows_nothing_of_shows_nothing(
    world: World, customer: Customer
) -> None:
    asked = replace(SOLD, filters={"customer": [customer.pk]})
    assert told(read(world.boss, asked))["合计"] == [260_000, 3]
    hidden = read(world.li, asked)
    assert not hidden.lines
    assert "1 项" in hidden.notes[0]
    assert customer.name not in str(hidden.words)


def test_comparison_stands_beside_the_sums(world: World) -> None:
    grid = read(world.boss, span="month", comparison="previous")
    assert [head.kind for head in grid.heads] == ["value", "before", "change"] * 2
    assert told(grid)["郑斌"] == [260_000, 0, None, 3, 0, None]
    assert grid.compared is not None
    assert grid.compared.start.isoformat() == "2026-02-01"
    yearly = read(world.boss, columns="month", comparison="last_year", has_totals=False)
    assert [head.is_sum for head in yearly.heads] == [False, False, *[True] * 6]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"columns": "month", "span": "quarter"},
        {"rows": ["department", "employee"], "columns": "day"},
        {"rows": ["month"], "span": "year", "columns": "department"},
        {"rows": ["customer", "week"]},
        {"metrics": ["sales.amount", "sales.units", "sales.margin_rate"], "rows": ["product"]},
        {"metrics": ["orders.customers", "orders.average"]},
    ],
)
def test_every_number_opens_to_itself(
    world: World, client_of: ClientOf, values: dict[str, Any]
) -> None:
    grid, client = read(world.boss, **values), client_of(world.boss)
    assert grid.total is not None
    checked = 0
    for line in [*grid.lines, grid.total]:
        for _head, cell in line.pairs:
            if cell.value:
                page = client.get(cell.link)
                assert page.status_code == 200
                assert page.context["value"] == cell.value
                checked += 1
    assert checked >= 4


def test_customers_out_of_reach_are_one_line_that_does_not_open(
    world: World, customer: Customer
) -> None:
    Customer.objects.filter(pk=customer.pk).unlogged_update(owner=world.li)
    seen = read(world.zheng, rows=["customer"])
    assert told(seen) == {"其他（无权查看）": [260_000, 3], "合计": [260_000, 3]}
    assert [cell.link for cell in seen.lines[0].cells] == ["", ""]
    within = read(world.zheng, rows=["employee", "customer"])
    assert list(told(within)) == ["郑斌", "郑斌 其他（无权查看）", "合计"]


def test_a_table_never_has_more_rows_and_columns_than_people_read(
    world: World, monkeypatch: pytest.MonkeyPatch, client_of: ClientOf
) -> None:
    monkeypatch.setattr(pivot, "MOST_ROWS", 1)
    cut = read(world.boss)
    assert list(told(cut)) == ["郑斌", "合计"]
    assert "前 1 行" in cut.notes[0]
    monkeypatch.setattr(pivot, "MOST_ROWS", 500)
    monkeypatch.setattr(pivot, "MOST_CELLS", 2)
    assert list(told(read(world.boss))) == ["郑斌", "合计"]
    monkeypatch.setattr(pivot, "MOST_COLUMNS", 1)
    narrow = read(world.boss, columns="employee", rows=["department"])
    assert [key for key, _width in narrow.groups] == ["郑斌", "合计"]
    assert "只显示 1 列" in narrow.notes[0]


def test_rows_within_rows_are_bounded_and_the_cut_is_said(
    world: World,
    place_order: PlaceOrder,
    add_customer: AddCustomer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(5):
        place_order(customer_id=add_customer(f"客户{number}", world.zheng).pk)
    asked: dict[str, Any] = {"rows": ["employee", "customer"], "columns": "month"}
    whole = read(world.boss, **asked)
    assert not whole.notes
    named: list[int] = []
    customers = names._lookups[Dimension.CUSTOMER]

    def counting(reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
        named.extend(ids)
        return customers(reader, ids)

    monkeypatch.setitem(names._lookups, Dimension.CUSTOMER, counting)
    monkeypatch.setattr(pivot, "MOST_ROWS", 3)
    cut = read(world.boss, **asked)
    assert [line.names for line in cut.lines] == [line.names for line in whole.lines[:3]]
    assert told(cut)["合计"] == told(whole)["合计"]
    assert "前 3 行" in cut.notes[0]
    assert len(named) <= 3


def test_rows_within_rows_that_just_fit_are_not_called_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"rows": ["department", "employee"]}
    monkeypatch.setattr(pivot, "MOST_ROWS", 4)
    whole = read(world.boss, **asked)
    assert (len(whole.lines), whole.notes) == (4, [])
    monkeypatch.setattr(pivot, "MOST_ROWS", 3)
    cut = read(world.boss, **asked)
    assert len(cut.lines) == 3
    assert "前 3 行" in cut.notes[0]


def test_customers_are_not_counted_one_by_one_when_there_are_too_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_COUNTED", 3)
    with pytest.raises(RuleError, match="超过了 3 条"):
        read(world.boss, rows=["customer"])
    assert read(world.zheng, rows=["customer"]).lines


def test_the_compared_periods_are_read_too_and_count(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four orders in this March, which one of the two compared periods holds again."""
    april: dict[str, Any] = {"span": "other", "start": date(2026, 4, 1), "end": date(2026, 4, 30)}
    asked: dict[str, Any] = {**april, "rows": ["customer"], "metrics": ["orders.placed"]}
    monkeypatch.setattr(figures, "MOST_COUNTED", 3)
    assert not read(world.boss, **asked).lines
    with pytest.raises(RuleError, match="连同对比的期间超过了 3 条"):
        read(world.boss, **asked, comparison="previous")
    monkeypatch.setattr(figures, "MOST_COUNTED", 4)
    assert read(world.boss, **asked, comparison="previous").lines


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"metrics": []}, "metrics"),
        ({"metrics": ["nonsense"]}, "metrics"),
        ({"metrics": [row.key for row in catalogue.rows()][:9]}, "metrics"),
        ({"metrics": ["payments.amount"], "rows": ["product"]}, "metrics"),
        ({"filters": {"option": [1]}}, "metrics"),
        ({"rows": ["employee"], "columns": "employee"}, "columns"),
        ({"rows": ["month"], "columns": "day"}, "columns"),
        ({"columns": "day", "span": "year"}, "columns"),
        ({"filters": {"employee": list(range(101))}}, "employee"),
    ],
)
def test_what_makes_no_table_is_said(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(SOLD, **values).check(TODAY)
    assert list(refused.value.errors) == [field]


def test_links_with_long_filters_do_not_swell_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"filters": {"department": [world.head_office.pk]}}
    whole = read(world.boss, **asked)
    assert whole.total is not None
    links = [cell.link for line in [whole.total, *whole.lines] for cell in line.cells]
    assert all(links)
    monkeypatch.setattr(pivot, "MOST_LINKED", sum(map(len, links[:3])))
    cut = read(world.boss, **asked)
    assert told(cut) == told(whole)
    assert cut.total is not None
    # The total first, then line by line.
    opened = [cell.link for line in [cut.total, *cut.lines] for cell in line.cells]
    assert opened == [*links[:3], "", "", ""]
    assert "前面的数字能点开" in cut.notes[0]
    assert not whole.notes


def test_columns_of_the_same_name_stay_apart(world: World) -> None:
    Employee.objects.filter(pk=world.li.pk).update(name=world.zheng.name)
    grid = read(world.boss, columns="employee", rows=["department"])
    assert grid.groups == [("郑斌", 2), ("郑斌", 2), ("合计", 2)]


def test_regions_stand_for_all_below_but_not_for_more_than_opens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = replace(SOLD, filters={"region": [440_000]})
    assert not read(world.boss, asked).lines
    monkeypatch.setattr(filters, "_MOST", 20)
    with pytest.raises(RuleError, match="超过 20 个"):
        read(world.boss, asked)


def test_a_metric_that_is_gone_or_fits_no_more_is_left_out(world: World) -> None:
    grid = read(world.boss, metrics=["gone.metric", "orders.placed"])
    assert [head.metric for head in grid.heads] == ["orders.placed"]
    assert grid.notes


@pytest.mark.parametrize("begun", ready.ALL, ids=lambda row: row.key)
def test_every_table_to_begin_with_can_be_read(world: World, begun: ready.Ready) -> None:
    begun.definition.check(TODAY)
    grid = read(world.boss, begun.definition)
    assert len(grid.metrics) == len(begun.definition.metrics)
    assert grid.lines


def test_a_chart_draws_rows_over_columns_or_numbers_side_by_side(world: World) -> None:
    asked = replace(SOLD, chart="line", columns="month", span="quarter")
    line = charts.chart(asked, read(world.boss, asked))
    assert line is not None
    assert [row.label for row in line.series] == ["郑斌", "李慧"]
    assert len(line.series[0].marks) == 3
    asked = replace(SOLD, chart="bars")
    bars = charts.chart(asked, read(world.boss, asked))
    assert bars is not None
    # Money and counts do not share a scale.
    assert [row.label for row in bars.series] == ["订单金额"]
    high, low = bars.series[0].marks
    assert high.height > low.height > 0
    assert "2,600.00" in high.text
    assert charts.chart(SOLD, read(world.boss)) is None


def test_a_table_costs_the_same_with_more_in_it(
    world: World, place_order: PlaceOrder, add_customer: AddCustomer, valve: Product
) -> None:
    asked: dict[str, Any] = {
        "rows": ["department", "employee"],
        "columns": "month",
        "comparison": "previous",
    }
    with pinned("analytics.grid"):
        figures.grid(replace(SOLD, **asked), reader=world.boss, today=TODAY)
    for person in (world.zheng, world.chen, world.su):
        customer = add_customer(f"{person.name}的客户", person)
        line = NewLine(quantity=2_000, price=40_000, product_id=valve.pk)
        place_order(by=person, customer_id=customer.pk, lines=[line])
    with pinned("analytics.grid"):
        figures.grid(replace(SOLD, **asked), reader=world.boss, today=TODAY)
