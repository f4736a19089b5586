"""The pipeline of a hardware seller (../shared/data/maven_crm): the product's own numbers are those
that were computed from the files elsewhere, rounded as the product shows them."""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.customers.importing.files import imported
from tests.sales.trade.conftest import Bring
from tests.shared import DATA, needs_shared
from tests.world import World, actor, role
from zhuixiao.accounts.actions import departments, employees
from zhuixiao.accounts.choices import DepartmentKind
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.trade import running as catalog
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.queries import query
from zhuixiao.ledger.queries.tables import Values
from zhuixiao.sales.models import Opportunity
from zhuixiao.sales.trade.kinds import Kind

pytestmark = [pytest.mark.shared, needs_shared]

MAVEN = DATA / "maven_crm"
KEYS = [
    "opportunities.won",
    "opportunities.lost",
    "opportunities.win_rate",
    "opportunities.won_amount",
    "opportunities.average_won",
    "opportunities.average_days",
]
MAPPING = {
    "opportunity_id": "number",
    "sales_agent": "owner",
    "product": {"field": "product", "values": {"GTXPro": "GTX Pro"}},
    "account": "customer",
    "deal_stage": "stage",
    "engage_date": "opened",
    "close_date": "closed",
    "close_value": "amount",
}


@dataclass
class Pipeline:
    """Everything in, with the departments by name of the manager."""

    world: World
    expected: dict[str, Any]
    managers: dict[str, int]
    offices: dict[str, set[int]]
    refused: int


@pytest.fixture
def pipeline(world: World, bring: Bring, tmp_path: Path) -> Pipeline:
    Company.objects.update(currency="USD")
    batch = imported(
        world.boss,
        (MAVEN / "accounts.csv").read_bytes(),
        name="accounts.csv",
        columns={0: "name", 1: "industry"},
        create_missing=True,
        on_duplicate="create",
    )
    assert batch.created_count == 85
    text = (MAVEN / "products.csv").read_text(encoding="utf-8")
    products = tmp_path / "products.csv"
    lines = [line.split(",") for line in text.splitlines()[1:]]
    products.write_text(
        "SKU,name,category,list price\n"
        + "".join(f"{name},{name},{series},{price}\n" for name, series, price in lines),
        encoding="utf-8",
    )
    catalog.run(by=actor(world.boss), path=products, name=products.name)
    managers, offices = _team(world)
    outcome = bring(
        Kind.OPPORTUNITIES, MAVEN / "sales_pipeline.csv", mapping=MAPPING, stand_in="未登记客户"
    )
    expected = json.loads((MAVEN / "expected.json").read_text(encoding="utf-8"))
    assert outcome.created == outcome.rows == expected["rows"] == 8800
    return Pipeline(world, expected, managers, offices, outcome.refused)


def _team(world: World) -> tuple[dict[str, int], dict[str, set[int]]]:
    """The 35 agents, in a team for each manager, which stands below a regional office."""
    by = actor(world.boss)
    offices: dict[str, set[int]] = {}
    managers: dict[str, Any] = {}
    made: dict[str, Any] = {}
    with (MAVEN / "sales_teams.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            office, manager = row["regional_office"], row["manager"]
            if office not in made:
                made[office] = departments.add(
                    by=by, name=office, parent=world.head_office, kind=DepartmentKind.BRANCH
                )
            if manager not in managers:
                managers[manager] = departments.add(
                    by=by, name=manager, parent=made[office], kind=DepartmentKind.BRANCH
                )
                offices.setdefault(office, set()).add(managers[manager].pk)
            employees.hire(
                by=by,
                name=row["sales_agent"],
                username=f"agent{number}",
                department=managers[manager],
                role=role("sales"),
            )
    return {name: unit.pk for name, unit in managers.items()}, offices


def shown(number: float, places: int = 0) -> Decimal:
    """A figure of expected.json as the product counts it: money in cents, half up."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def same(values: Values, wanted: dict[str, Any]) -> None:
    """The product's six figures against those of the file."""
    won, lost, rate, amount, average, days = (values[key] for key in KEYS)
    assert (won, lost) == (wanted["won"], wanted["lost"])
    assert amount == round(wanted["revenue"] * 100)
    assert rate == shown(wanted["win_rate"] * 10_000)
    assert average == shown(wanted["avg_won_value"] * 100)
    assert days == shown(wanted["avg_days_to_close_won"], _places(days))


def _places(value: object) -> int:
    """How many decimals the product keeps."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) else 0


def test_every_figure_of_the_pipeline(pipeline: Pipeline) -> None:
    """One import for all of them: it takes some seconds."""
    expected, boss = pipeline.expected, pipeline.world.boss
    assert pipeline.refused == 0

    # By stage, and who has no account.
    stages = Counter(Opportunity.objects.values_list("stage__key", flat=True))
    named = {"Won": "won", "Lost": "lost", "Engaging": "needs_clear", "Prospecting": "new"}
    assert stages == {named[name]: count for name, count in expected["by_stage"].items()}
    nameless = Opportunity.objects.filter(customer__name="未登记客户").count()
    assert nameless == expected["opportunities_without_account"] == 1425

    # Whole.
    whole = {
        "won": expected["by_stage"]["Won"],
        "lost": expected["by_stage"]["Lost"],
        "revenue": expected["revenue_won"],
        "win_rate": expected["win_rate_closed"],
        "avg_won_value": expected["average_won_value"],
        "avg_days_to_close_won": expected["days_to_close"]["won_mean"],
    }
    same(query(KEYS, period=None, visible_to=boss).total.values, whole)

    # By month of closing.
    year = Period(date(2016, 1, 1), date(2017, 12, 31))
    months = query(KEYS, period=year, by=[Dimension.MONTH], visible_to=boss)
    for month, count in expected["won_by_close_month"].items():
        first = date.fromisoformat(f"{month}-01")
        assert months.value("opportunities.won", first) == count
        amount = months.value("opportunities.won_amount", first)
        assert amount == expected["revenue_by_close_month"][month] * 100

    # When they were taken up.
    opened = query(["opportunities.opened"], period=year, by=[Dimension.MONTH], visible_to=boss)
    for month, count in expected["engaged_by_month"].items():
        first = date.fromisoformat(f"{month}-01")
        assert opened.value("opportunities.opened", first) == count

    # By person, team and office.
    people = query(KEYS, period=None, by=[Dimension.EMPLOYEE], visible_to=boss)
    ids = dict(Employee.objects.values_list("name", "pk"))
    assert len(expected["by_agent"]) == expected["agents_in_pipeline"] == 30
    for name, wanted in expected["by_agent"].items():
        same(people.row(ids[name]).values, wanted)
    for name, wanted in expected["by_manager"].items():
        where = {Dimension.DEPARTMENT: [pipeline.managers[name]]}
        same(query(KEYS, period=None, where=where, visible_to=boss).total.values, wanted)
    for name, wanted in expected["by_office"].items():
        where = {Dimension.DEPARTMENT: list(pipeline.offices[name])}
        same(query(KEYS, period=None, where=where, visible_to=boss).total.values, wanted)

    # By industry and account: those of the customers.
    with (MAVEN / "accounts.csv").open(encoding="utf-8") as file:
        sectors = {row["sector"]: row["account"] for row in csv.DictReader(file)}
    for name, wanted in expected["by_sector"].items():
        # Some are called otherwise here: finance is the company's own 金融.
        industry = Customer.objects.filter(name=sectors[name]).values("industry")
        inside = Customer.objects.filter(industry__in=industry).values_list("pk", flat=True)
        where = {Dimension.CUSTOMER: list(inside)}
        same(query(KEYS, period=None, where=where, visible_to=boss).total.values, wanted)
    accounts = query(KEYS, period=None, by=[Dimension.CUSTOMER], visible_to=boss)
    for name, wanted in expected["top10_accounts"].items():
        same(accounts.row(Customer.objects.get(name=name).pk).values, wanted)

    # By product: the ledger splits opportunities by no product, the records do.
    for name, wanted in expected["by_product"].items():
        of_product = Opportunity.objects.filter(lines__product__name=name)
        won = of_product.filter(stage__key="won")
        assert won.count() == wanted["won"]
        assert of_product.filter(stage__key="lost").count() == wanted["lost"]
        assert sum(won.values_list("amount", flat=True)) == wanted["revenue"] * 100
    assert verify() == []


def test_the_pipeline_again_adds_nothing(pipeline: Pipeline, bring: Bring) -> None:
    again = bring(
        Kind.OPPORTUNITIES, MAVEN / "sales_pipeline.csv", mapping=MAPPING, stand_in="未登记客户"
    )
    assert (again.created, again.same, again.differs) == (0, 8800, 0)
    assert Opportunity.objects.count() == 8800


def test_opportunities_of_the_data_loader(world: World, bring: Bring) -> None:
    """Their accounts stand there by number only, so each number is a customer."""
    folder = DATA / "crm_exports"
    path = folder.joinpath(
        *("salesforce-dataloader", "src", "main", "resources", "samples", "data"),
        "opportunityData.csv",
    )
    figures = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    wanted = figures["salesforce_dataloader"]
    outcome = bring(Kind.OPPORTUNITIES, path, customers="create", create_options=True)
    assert (outcome.created, outcome.refused) == (wanted["opportunities"], 0) == (38, 0)
    total = query(
        ["opportunities.won", "opportunities.closed", "opportunities.won_amount"],
        period=None,
        visible_to=world.boss,
    ).total.values
    assert total["opportunities.won"] == wanted["won"]
    assert total["opportunities.closed"] == wanted["closed"]
    assert total["opportunities.won_amount"] == wanted["by_stage"]["Closed Won"]["amount"] * 100
    amounts = Counter[str]()
    for stage, amount in Opportunity.objects.values_list("stage__key", "amount"):
        amounts[stage] += amount
    stages = wanted["by_stage"]
    assert amounts["new"] == stages["Prospecting"]["amount"] * 100
    assert amounts["negotiation"] == stages["Negotiation/Review"]["amount"] * 100
    assert amounts["quoted"] == stages["Proposal/Price Quote"]["amount"] * 100
    assert amounts["proved"] == stages["Id. Decision Makers"]["amount"] * 100
    needs = stages["Needs Analysis"]["amount"] + stages["Value Proposition"]["amount"]
    assert amounts["needs_clear"] == needs * 100
    assert verify() == []
