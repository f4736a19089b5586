"""Reports name people and customers with @: links for whom they are open, words for the others."""

import pytest

from tests.conftest import ClientOf
from tests.reports.papers import MONDAY, draft, handed_in
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities import mentions
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.notices.models import Notice
from zhuixiao.reports.actions import naming
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.queries.linking import Links, Piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(world: World) -> Customer:
    """晨光酒店, of 郑斌."""
    new = creating.NewCustomer({"name": "晨光酒店"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


def pieces(report: WorkReport, reader: Employee) -> list[Piece]:
    """The first sentence as the reader has it."""
    ((_part, (line, *_others)), *_parts) = Links([report], reader=reader).read(report)
    return line


def test_a_text_is_cut_at_the_longest_name() -> None:
    names = ["晨光", "晨光酒店"]
    assert mentions.cut("见@晨光酒店了，@谁", names) == [
        ("见", ""),
        ("@晨光酒店", "晨光酒店"),
        ("了，@谁", ""),
    ]
    assert mentions.cut("@晨光", names) == [("@晨光", "晨光")]
    assert mentions.cut("a@b.cn", []) == [("a@b.cn", "")]


def test_a_named_customer_is_a_link_for_who_may_see_it(world: World, hotel: Customer) -> None:
    report = handed_in(world.zheng, "见了@晨光酒店的陈总")
    assert report.mentions == [{"kind": "customer", "id": hotel.pk, "name": "晨光酒店"}]
    link = Piece("@晨光酒店", f"/customers/{hotel.pk}/")
    assert pieces(report, world.manager) == [Piece("见了"), link, Piece("的陈总")]
    assert pieces(report, world.li) == [Piece("见了"), Piece("@晨光酒店"), Piece("的陈总")]


def test_who_may_not_see_a_customer_cannot_point_at_it(world: World, hotel: Customer) -> None:
    assert draft(world.chen, "见了@晨光酒店").mentions == []


def test_a_named_person_leads_to_his_reports_and_is_told_if_he_may_read(
    world: World, client_of: ClientOf
) -> None:
    report = handed_in(world.zheng, "@周平 请看，@陈敏 也看")
    assert {one["name"] for one in report.mentions} == {"周平", "陈敏"}
    page = client_of(world.boss).get(f"/reports/{report.pk}/").content.decode()
    assert f'<a href="/reports/review/?of=e{world.chen.pk}">@陈敏</a>' in page
    told = Notice.objects.filter(kind="activities.mention")
    assert [row.employee for row in told] == [world.manager]


def test_a_sentence_that_is_changed_names_others(world: World, hotel: Customer) -> None:
    draft(world.zheng, "见了@晨光酒店")
    assert draft(world.zheng, "没见谁", plan=["问@周平"]).mentions[0]["name"] == "周平"


def test_the_review_links_the_names_too(world: World, client_of: ClientOf, hotel: Customer) -> None:
    handed_in(world.zheng, "见了@晨光酒店")
    address = f"/reports/review/?kind=day&day={MONDAY}"
    page = client_of(world.manager).get(address).content.decode()
    assert f'<a href="/customers/{hotel.pk}/">@晨光酒店</a>' in page


def test_a_named_person_is_a_link_for_a_reader_of_his_reports_only(world: World) -> None:
    report = handed_in(world.zheng, "@苏细莲 看")
    assert pieces(report, world.chen)[0] == Piece("@苏细莲")
    naming.add(by=actor(world.boss), reader=world.chen, of=world.su)
    reader = Employee.objects.with_access().get(pk=world.chen.pk)
    assert pieces(report, reader)[0] == Piece("@苏细莲", f"/reports/review/?of=e{world.su.pk}")


def test_who_writes_no_reports_is_no_link_to_them(world: World) -> None:
    report = handed_in(world.zheng, "@曾明 看")
    assert report.mentions[0]["name"] == "曾明"
    assert pieces(report, world.boss)[0] == Piece("@曾明")


def test_of_two_with_one_name_the_one_that_opens_is_linked(world: World) -> None:
    new = creating.NewCustomer({"name": "周平"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new)
    report = handed_in(world.zheng, "见@周平")
    assert {one["kind"] for one in report.mentions} == {"customer", "employee"}
    assert pieces(report, world.zheng)[1] == Piece("@周平", f"/customers/{customer.pk}/")
