"""Moving opportunities on the board: dragged, by keys, asked back, refused."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.chromium import PHONE
from tests.sales.opportunities import loss_reason, stage, take_up
from tests.world import World, actor
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.sales.models import Opportunity

from .conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opportunity(world: World) -> Opportunity:
    by = actor(world.zheng, at=timezone.now())
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    customer = creating.create(by=by, new=new)
    return take_up(world, customer, at=timezone.now())


def column(page: Page, key: str) -> Locator:
    return page.locator(f'[data-board-cards][data-stage="{stage(key).pk}"]')


def drag(page: Page, card: Locator, to: Locator) -> None:
    """As a hand does it: press, a little, the way, let go."""
    start, end = card.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(start["x"] + 70, start["y"] + 46, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 30, steps=12)
    page.wait_for_timeout(250)
    page.mouse.up()


def test_a_card_is_dragged_asked_and_put_back(
    world: World, desk: Desk, opportunity: Opportunity
) -> None:
    # 422 is the server's question, not a fault.
    page = desk(world.zheng, "/opportunities/", allowed=("422",))
    card = page.locator(f"#opportunity-{opportunity.pk}")
    drag(page, card, column(page, "needs_clear"))
    expect(column(page, "needs_clear").locator(card)).to_have_attribute("data-version", "2")
    opportunity.refresh_from_db()
    assert opportunity.stage == stage("needs_clear")
    expect(page.locator(f"#board-head-{stage('needs_clear').pk} .count")).to_have_text("1")
    # The next stage asks for a day: closing the questions puts the card back.
    drag(page, card, column(page, "proved"))
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("预计成交")).to_be_visible()
    expect(column(page, "proved").locator(card)).to_be_visible()
    dialog.get_by_role("link", name="取消").click()
    expect(column(page, "needs_clear").locator(card)).to_be_visible()
    # Answered it stays.
    drag(page, card, column(page, "proved"))
    dialog.get_by_label("预计成交").fill("2099-01-31")
    dialog.get_by_role("button", name="移动").click()
    expect(column(page, "proved").locator(card)).to_have_attribute("data-version", "3")
    expect(dialog).not_to_be_visible()
    # By the keys, one to the right and back.
    card.focus()
    page.keyboard.press("ArrowLeft")
    expect(column(page, "needs_clear").locator(card)).to_have_attribute("data-version", "4")


def test_what_the_server_refuses_goes_back(
    world: World, desk: Desk, opportunity: Opportunity
) -> None:
    page = desk(world.zheng, "/opportunities/", allowed=("404",))
    Opportunity.objects.filter(pk=opportunity.pk).update(owner=world.li)
    Customer.objects.filter(pk=opportunity.customer_id).unlogged_update(owner_id=world.li.pk)
    card = page.locator(f"#opportunity-{opportunity.pk}")
    drag(page, card, column(page, "needs_clear"))
    expect(page.locator(".toast")).to_be_visible()
    expect(column(page, "new").locator(card)).to_be_visible()


def test_on_the_phone_the_menu_moves_it(world: World, desk: Desk, opportunity: Opportunity) -> None:
    page = desk(world.zheng, "/opportunities/", allowed=("422",), **PHONE)
    page.get_by_role("link", name="移动“空调改造”").click()
    page.locator("#dialog").get_by_role("button", name="输单").click()
    page.locator("#dialog").get_by_label("输单原因").select_option(str(loss_reason().pk))
    page.locator("#dialog").get_by_role("button", name="移动").click()
    expect(column(page, "lost").locator(f"#opportunity-{opportunity.pk}")).to_be_attached()
    opportunity.refresh_from_db()
    assert opportunity.loss_reason == loss_reason()
