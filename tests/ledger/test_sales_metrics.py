"""Margins, quantities of goods, and metrics that only those see who may know the cost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.ledger.conftest import BUYERS, FIRST, SOLD, Stall, by_length
from tests.world import World, actor
from zhuixiao.accounts import permissions
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue, checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import count, entries, load_facts, query, timeline
from zhuixiao.reports import metrics as report_metrics
from zhuixiao.reports.actions import outlining
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.outlines import Outline
from zhuixiao.reports.queries import figures
from zhuixiao.workbench.queries import company

pytestmark = pytest.mark.django_db
URL = "/numbers/entries/"
CLOSED = ("stall.margin", "stall.spent", "stall.rate")
OPEN = ("stall.length", "stall.revenue", "stall.price", "stall.supplied")
API = "start=2025-12-01&end=2025-12-31"
DAY = Period(FIRST, FIRST)


@pytest.fixture
def trade(stall: Stall, world: World, settings: Any) -> World:
    """郑斌 sells 1.5 m at 300.00 a metre that cost 300.00, and 1,200 m at a loss."""
    engine: dict[str, Any] = django_settings.TEMPLATES[0]
    folders = [Path(__file__).parent / "templates", *engine["DIRS"]]
    settings.TEMPLATES = [{**engine, "DIRS": folders}]
    stall.post(1, by_length(by=world.zheng, thousandths=1_500, amount=45_000, cost=30_000))
    stall.post(
        2,
        by_length(
            by=world.zheng, thousandths=1_200_000, amount=80_000, cost=90_000, customer=2, day=1
        ),
    )
    return world


def with_cost(person: Employee, grant: str) -> Employee:
    """The person with another right to the cost; the cached ones are dropped."""
    person.role.grants = {"fields": {"catalog.cost": grant}}
    person.role.save()
    fresh: Employee = Employee.objects.with_access().get(pk=person.pk)
    return fresh


# The margin


def test_a_margin_is_what_the_cost_leaves_of_the_amount_of_the_same_entries(trade: World) -> None:
    table = query(
        ["stall.margin", "stall.revenue", "stall.rate"],
        period=DAY,
        by=[Dimension.EMPLOYEE],
        visible_to=trade.boss,
        compare=True,
    )
    assert table.row(trade.zheng.pk).values == {
        "stall.margin": 15_000,
        "stall.revenue": 45_000,
        "stall.rate": 3333,
    }
    assert table.value("stall.margin", trade.chen.pk) == 0
    assert table.total.previous["stall.rate"] is None


@pytest.mark.parametrize(
    "asked", [{}, {"by": [Dimension.CUSTOMER]}, {"by": [Dimension.PRODUCT]}], ids=str
)
def test_a_loss_counts_against_the_margin_in_every_rollup(
    trade: World, asked: dict[str, Any]
) -> None:
    table = query(["stall.margin", "stall.rate"], period=None, visible_to=trade.boss, **asked)
    assert table.total.values == {"stall.margin": 5_000, "stall.rate": 400}


def test_what_a_figure_opens_to_adds_up_to_it_whatever_column_it_reads(trade: World) -> None:
    values = {}
    for key in ("stall.margin", "stall.revenue", "stall.length", "stall.rate"):
        page = entries(key, visible_to=trade.boss)
        lines = load_facts(page.entries, trade.boss, behind=catalogue.find(key))
        values[key] = [(line.metric.key, line.value) for line in lines]
    margins = [("stall.margin", -10_000), ("stall.margin", 15_000)]
    assert values == {
        "stall.margin": margins,
        "stall.revenue": [("stall.revenue", 80_000), ("stall.revenue", 45_000)],
        "stall.length": [("stall.length", 1_200_000), ("stall.length", 1_500)],
        "stall.rate": margins,
    }


def test_the_ledger_still_proves_its_sums(trade: World) -> None:
    assert checks.verify() == []


# Quantities


def test_a_price_by_quantity_is_one_for_a_whole_unit(trade: World) -> None:
    table = query(["stall.price", "stall.length"], period=DAY, visible_to=trade.boss)
    assert table.total.values == {"stall.price": 30_000, "stall.length": 1_500}


def test_only_the_quantity_column_holds_quantities() -> None:
    with pytest.raises(ValueError, match="quantity"):
        replace(SOLD, unit="quantity", value="amount")
    with pytest.raises(ValueError, match="quantity"):
        replace(BUYERS, unit="quantity")


def test_pages_show_quantities_in_whole_units_without_zeros(
    trade: World, client_of: ClientOf
) -> None:
    text = client_of(trade.boss).get(URL, {"metric": "stall.length"}).content.decode()
    assert "1,201.5\n" in text
    assert "× 1.5<" in text
    assert "× 1,200<" in text
    one = {"metric": "stall.length", "from": "2025-12-15", "to": "2025-12-15"}
    assert "\n1.5\n" in client_of(trade.boss).get(URL, one).content.decode()


def test_the_page_of_a_margin_shows_the_margin_of_each_entry(
    trade: World, client_of: ClientOf
) -> None:
    text = client_of(trade.manager).get(URL, {"metric": "stall.rate"}).content.decode()
    for shown in ("4.0%", ">150.00<", ">-100.00<"):
        assert shown in text


def dailies_show(trade: World, *metrics: str) -> None:
    """What stands in a daily of 郑斌's role."""
    outlining.save(
        by=actor(trade.boss),
        role=trade.zheng.role,
        kind=ReportKind.DAY,
        new=Outline(metrics=metrics),
    )


def test_reports_and_the_first_page_show_figures_in_their_unit(
    trade: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "METRICS", ("stall.length", "stall.revenue", "stall.margin"))
    found = company.numbers(trade.boss, DAY)
    assert [(cell.value, cell.unit) for cell in found.total] == [
        (1_500, "quantity"),
        (45_000, "money"),
        (15_000, "money"),
    ]
    dailies_show(trade, *report_metrics.SHOWN, "stall.length")
    text = (
        client_of(trade.zheng).get(reverse("reports:mine"), {"day": "2025-12-15"}).content.decode()
    )
    assert '<span class="stat-value">1.5</span>' in text


# Who may see


@pytest.mark.parametrize("grant", ["hidden", "masked"])
@pytest.mark.parametrize("key", CLOSED)
def test_a_metric_of_a_closed_field_is_refused_like_one_of_a_closed_module(
    trade: World, client_of: ClientOf, key: str, grant: str
) -> None:
    zheng = with_cost(trade.zheng, grant)
    assert not catalogue.may_read(zheng.access, catalogue.find(key))
    for ask in (query, entries, count):
        asked: Any = [key] if ask is query else key
        with pytest.raises(NotAllowed):
            ask(asked, period=None, visible_to=zheng)
    client = client_of(zheng)
    assert client.get(URL, {"metric": key}).status_code == 403
    partial = client.get(URL, {"metric": key}, headers={"HX-Request": "true"})
    assert partial.status_code == 403


@pytest.mark.parametrize("grant", ["read", "write"])
def test_who_may_know_the_cost_sees_its_metrics(trade: World, grant: str) -> None:
    zheng = with_cost(trade.zheng, grant)
    table = query(CLOSED, period=None, visible_to=zheng)
    assert table.total.values == {
        "stall.margin": 5_000,
        "stall.spent": 120_000,
        "stall.rate": 400,
    }


def test_a_field_opens_no_metric_of_a_closed_module(trade: World) -> None:
    trade.zheng.role.grants = {
        "modules": {"customers": {"scope": "all", "actions": []}},
        "fields": {"catalog.cost": "write"},
    }
    trade.zheng.role.save()
    zheng = Employee.objects.get(pk=trade.zheng.pk)
    rows = [catalogue.find(key) for key in (*CLOSED, *OPEN)]
    assert not any(catalogue.may_read(zheng.access, row) for row in rows)


def test_a_ratio_is_closed_by_its_denominator_too(stall: Stall, trade: World) -> None:
    catalogue.register(
        catalogue.Ratio("stall.over", "Over", "number", "stall.length", "stall.spent")
    )
    with pytest.raises(NotAllowed):
        entries("stall.over", visible_to=trade.zheng)
    assert len(entries("stall.over", visible_to=trade.boss).entries) == 2


def test_open_metrics_of_the_same_entries_tell_no_cost(
    trade: World,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    api = api_of(trade.zheng)
    for key in OPEN:
        page = client_of(trade.zheng).get(URL, {"metric": key})
        assert page.status_code == 200
        answer = api("GET", f"/entries?metric={key}&{API}")
        assert answer.status_code == 200
        for secret in ("300.00", "900.00", "150.00", "-100.00"):
            # A metre sold for as much as the whole piece had cost.
            if (key, secret) != ("stall.price", "300.00"):
                assert secret not in page.content.decode(), key
        for line in answer.json()["items"]:
            assert {30_000, 90_000, 15_000, -10_000}.isdisjoint(line.values()), key


def test_who_counts_the_customers_of_a_closed_metric_opens_entries_without_values(
    trade: World,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    path = f"/entries?metric=stall.supplied&{API}"
    found = api_of(trade.zheng)("GET", path).json()["items"]
    assert [(line["metric"], line["value"]) for line in found] == [("stall.spent", None)] * 2
    found = api_of(trade.boss)("GET", path).json()["items"]
    assert [line["value"] for line in found] == [90_000, 30_000]
    page = client_of(trade.zheng).get(URL, {"metric": "stall.supplied"}).content.decode()
    assert "Sale 1" in page
    assert "timeline-body" not in page


def test_a_timeline_leaves_out_entries_of_closed_metrics(trade: World) -> None:
    assert timeline(1, visible_to=trade.zheng).entries == []
    assert [entry.metric for entry in timeline(1, visible_to=trade.boss).entries] == [909]


def test_the_api_lists_and_answers_only_metrics_that_are_open(
    trade: World,
    api_of: ApiOf,  # noqa: F811
) -> None:
    def listed(person: Employee) -> dict[str, str]:
        return {row["key"]: row["unit"] for row in api_of(person)("GET", "/metrics").json()}

    assert {"stall.margin", "stall.spent"} <= set(listed(trade.manager))
    assert {"stall.margin", "stall.spent"}.isdisjoint(listed(trade.zheng))
    assert listed(trade.zheng)["stall.length"] == "quantity"
    asked = f"/numbers?metric=stall.margin&metric=stall.length&{API}"
    assert api_of(trade.zheng)("GET", asked).status_code == 403
    values = api_of(trade.boss)("GET", asked).json()["total"]["values"]
    assert values == {"stall.margin": 5_000, "stall.length": 1_201_500}
    found = api_of(trade.boss)("GET", f"/entries?metric=stall.rate&{API}").json()["items"]
    assert [(line["metric"], line["value"]) for line in found] == [
        ("stall.margin", -10_000),
        ("stall.margin", 15_000),
    ]


def test_reports_and_the_first_page_leave_closed_metrics_out(
    trade: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = (*CLOSED, *OPEN)
    assert tuple(figures.allowed(keys, trade.zheng.access)) == OPEN
    assert tuple(figures.allowed(keys, trade.boss.access)) == keys
    monkeypatch.setattr(company, "METRICS", ("stall.margin", "stall.length"))
    assert company.numbers(trade.zheng, DAY).labels == ["Metres sold"]
    kept = {"stall.margin": 15_000, "stall.length": 1_500}
    report = WorkReport(employee=trade.zheng, snapshot=kept)
    assert figures.frozen(report, reader=trade.boss) == kept
    assert figures.frozen(report, reader=trade.zheng) == {"stall.length": 1_500}


def test_a_report_keeps_closed_figures_from_who_may_no_longer_know_them(
    trade: World,
    api_of: ApiOf,  # noqa: F811
) -> None:
    dailies_show(trade, "stall.margin", "stall.length")
    path = "/reports/mine/day/2025-12-15"
    api = api_of(with_cost(trade.zheng, "read"))
    api("PUT", path, {"summary": ["卖了两卷线"], "plan": []})
    report = WorkReport.objects.get()
    told = api("POST", f"/reports/{report.pk}/submission").json()["snapshot"]
    assert told == {"stall.margin": 15_000, "stall.length": 1_500}
    shown = {row["metric"]: row["unit"] for row in api("GET", f"{path}/figures").json()}
    assert shown == {"stall.margin": "money", "stall.length": "quantity"}
    with_cost(trade.zheng, "hidden")
    assert api("GET", f"/reports/{report.pk}").json()["snapshot"] == {"stall.length": 1_500}


def test_every_metric_names_a_module_and_a_field_that_exist() -> None:
    """A field that nobody registered is open to everybody: a slip of the pen would be a leak."""
    for row in catalogue.metrics():
        assert "view" in permissions.module(row.module).actions, row.key
        if row.field:
            assert row.field in permissions.module(row.field.partition(".")[0]).fields, row.key
        if row.value in {"cost", "margin"}:
            assert row.field, f"{row.key} tells what goods cost to everybody"
        # Asked for together, the entries of two modules are read by the wider of their scopes.
        assert row.module == row.posted.module, row.key
        if row.source and row.value == "quantity" and not row.is_distinct:
            assert (row.unit == "quantity") == (row.posted.unit == "quantity"), row.key
