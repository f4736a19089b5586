"""Opportunities from a file, with the stages that they went through."""

from datetime import date

from tests.sales.trade.conftest import Bring, reasons
from tests.world import World, actor
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.queries import query
from zhuixiao.sales.models import Opportunity, StageRule
from zhuixiao.sales.trade.kinds import Kind

HEAD = "商机编号,商机名称,客户,阶段,金额,创建日期,成交日期,负责人,产品\n"
THREE = (
    HEAD
    + "1,新厂房,迪宏,Won,1000,2025-10-01,2025-10-31,郑斌,阀\n"
    + "2,旧厂房,迪宏,Closed Lost,500,2025-10-01,2025-10-11,郑斌,阀\n"
    + "3,酒店,南方酒店,Negotiation,800,2025-10-05,2026-04-30,,\n"
)
ADDING = {"customers": "create", "products": "create"}


def test_their_numbers_count_on_their_own_days(world: World, bring: Bring) -> None:
    outcome = bring(Kind.OPPORTUNITIES, THREE, **ADDING)
    assert (outcome.created, outcome.refused) == (3, 0)
    keys = [
        "opportunities.opened",
        "opportunities.won",
        "opportunities.lost",
        "opportunities.win_rate",
        "opportunities.won_amount",
        "opportunities.average_days",
    ]
    total = query(keys, period=None, visible_to=world.boss).total.values
    assert [total[key] for key in keys[:3]] == [3, 1, 1]
    assert (total[keys[4]], total[keys[5]]) == (100_000, 30)
    assert total[keys[3]] == 5000
    assert verify() == []


def test_open_ones_wait_and_closed_ones_are_closed(world: World, bring: Bring) -> None:
    bring(Kind.OPPORTUNITIES, THREE, **ADDING)
    won = Opportunity.objects.get(name="新厂房")
    assert (won.opened_on, won.closed_on) == (date(2025, 10, 1), date(2025, 10, 31))
    assert won.owner == world.zheng
    assert [change.after.outcome for change in won.stages.order_by("at")] == ["open", "won"]
    assert won.lines.get().product.name == "阀"
    waiting = Opportunity.objects.get(name="酒店")
    assert waiting.closed_on is None
    assert waiting.expected_on == date(2026, 4, 30)
    assert waiting.stage.key == "negotiation"
    assert waiting.probability_bp == 8_500


def test_the_same_file_again_adds_nothing_and_changes_are_told(bring: Bring) -> None:
    bring(Kind.OPPORTUNITIES, THREE, **ADDING)
    again = bring(Kind.OPPORTUNITIES, THREE, **ADDING)
    assert (again.created, again.same) == (0, 3)
    again = bring(Kind.OPPORTUNITIES, THREE.replace("Negotiation", "Won"), **ADDING)
    assert (again.created, again.same, again.differs) == (0, 2, 1)
    assert list(reasons(again)) == [4]


def test_words_of_the_file_can_mean_something_else(bring: Bring) -> None:
    mapping = {
        "商机编号": "number",
        "客户": "customer",
        "创建日期": "opened",
        "成交日期": "closed",
        "阶段": {"field": "stage", "values": {"Negotiation": "lost", "won": "赢单"}},
    }
    outcome = bring(Kind.OPPORTUNITIES, THREE, mapping=mapping, **ADDING)
    # What was lost cannot be closed in a month to come.
    assert (outcome.created, list(reasons(outcome))) == (2, [4])


def test_stages_can_be_added(bring: Bring) -> None:
    content = THREE.replace("Negotiation", "Handshake")
    outcome = bring(Kind.OPPORTUNITIES, content, **ADDING)
    assert "Handshake" in reasons(outcome)[4]
    outcome = bring(Kind.OPPORTUNITIES, content, create_options=True, **ADDING)
    assert outcome.created == 1
    stages = Option.objects.of(PickList.OPPORTUNITY_STAGE)
    assert stages.get(name="Handshake").outcome == StageOutcome.OPEN


def test_days_that_are_missing_or_the_wrong_way_round(bring: Bring) -> None:
    content = HEAD + "1,甲,迪宏,Won,1,2025-11-30,2025-11-01,,\n2,乙,迪宏,New,1,,,,\n"
    outcome = bring(Kind.OPPORTUNITIES, content, **ADDING)
    assert outcome.created == 2
    assert outcome.notes == {"opened_late": 1, "no_opening": 1}
    assert Opportunity.objects.get(name="甲").opened_on == date(2025, 11, 1)


def test_those_without_a_customer_go_to_one(bring: Bring) -> None:
    content = THREE.replace("南方酒店", "")
    assert bring(Kind.OPPORTUNITIES, content, **ADDING).left_out == {"no_customer": 1}
    assert bring(Kind.OPPORTUNITIES, content, stand_in="未登记客户", **ADDING).created == 1
    assert Opportunity.objects.get(name="酒店").customer.name == "未登记客户"


def test_with_a_product_the_amount_is_what_that_comes_to(world: World, bring: Bring) -> None:
    values = ProductValues(name="阀", sku="V-1", list_price=12_300)
    products.add(by=actor(world.boss), values=values)
    head = "商机编号,商机名称,客户,阶段,金额,产品,数量\n"
    content = head + "1,甲,迪宏,New,,阀,2\n2,乙,迪宏,New,100,阀,300000\n"
    outcome = bring(Kind.OPPORTUNITIES, content, **ADDING)
    assert Opportunity.objects.get(name="甲").amount == 24_600
    assert Opportunity.objects.get(name="乙").amount == 9_000
    assert outcome.notes["rounded"] == 1
    again = bring(Kind.OPPORTUNITIES, content, **ADDING)
    assert (again.same, again.differs) == (2, 0)


def test_a_probability_of_the_file_holds_for_open_ones(bring: Bring) -> None:
    """What is won or lost is certain, whatever the file or the rule of its stage says."""
    StageRule.objects.update(probability_bp=100)
    head = "商机编号,商机名称,客户,阶段,金额,成交日期,赢率\n"
    content = (
        head
        + "1,甲,迪宏,New,100,,45%\n2,乙,迪宏,New,100,,\n3,丙,迪宏,Won,100,2025-10-01,45%\n"
        + "4,丁,迪宏,Lost,100,2025-10-01,45\n5,戊,迪宏,New,100,,140%\n"
    )
    outcome = bring(Kind.OPPORTUNITIES, content, **ADDING)
    rows = Opportunity.objects.order_by("source_key").values_list("probability_bp", flat=True)
    assert list(rows) == [4_500, 100, 10_000, 0]
    assert "140%" in reasons(outcome)[6]
