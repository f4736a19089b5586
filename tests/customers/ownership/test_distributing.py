"""New customers go to people by rules: in turn, or to the least busy, whoever has room."""

from collections import Counter
from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.models import Channel
from zhuixiao.customers.actions import claiming, creating, distributing
from zhuixiao.customers.actions.distributing import Facts
from zhuixiao.customers.models import AssignPause, AssignRule, Customer, Pool
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice

from .conftest import Add, MakeCap, assert_whole, chain
from .test_races import together

_ANY: dict[str, Any] = {
    "method": "turns",
    "regions": [],
    "channels": [],
    "products": [],
    "people": [],
    "groups": [],
    "departments": [],
    "workdays_only": False,
}


def rule(world: World, name: str = "轮流", **values: Any) -> AssignRule:
    return distributing.save_rule(
        by=actor(world.boss), rule=None, values={**_ANY, "name": name, **values}
    )


def give(world: World, number: int = 1, facts: Facts = Facts()) -> list[str]:  # noqa: B008
    """Who gets the next customers."""
    found = [
        distributing.owner_by_rules(by=actor(world.boss), facts=facts) for _one in range(number)
    ]
    return [one.name if one else "" for one in found]


@pytest.mark.django_db
def test_they_take_turns_and_go_on_where_it_stopped(world: World) -> None:
    rule(world, people=[world.zheng, world.chen, world.li])
    assert give(world, 4) == ["郑斌", "陈敏", "李慧", "郑斌"]
    assert give(world, 2) == ["陈敏", "李慧"]


@pytest.mark.django_db
def test_the_least_busy_gets_it(world: World, add: Add) -> None:
    for number in range(3):
        add(f"客户{number}", owner=world.zheng)
    add("别的", owner=world.chen)
    rule(world, method="least", people=[world.zheng, world.chen])
    assert give(world) == ["陈敏"]


@pytest.mark.django_db
def test_the_full_and_the_paused_are_passed_over(world: World, add: Add, make_cap: MakeCap) -> None:
    rule(world, people=[world.zheng, world.chen])
    add()
    make_cap(1, people=[world.zheng])
    assert give(world, 2) == ["陈敏", "陈敏"]
    by = actor(world.boss)
    distributing.pause(by=by, employee=world.chen, until=by.today)
    assert give(world) == [""]
    distributing.pause(by=by, employee=world.chen, until=None)
    assert give(world) == ["陈敏"]
    assert not AssignPause.objects.exists()


@pytest.mark.django_db
def test_the_first_rule_that_fits_decides(world: World) -> None:
    channel = Channel.objects.order_by("pk").first()
    assert channel
    rule(world, name="华南", regions=[440000], people=[world.zheng])
    rule(world, name="渠道", channels=[channel.pk], people=[world.chen])
    rule(world, name="其余", departments=[world.east])
    assert give(world, facts=Facts(region=440305)) == ["郑斌"]
    assert give(world, facts=Facts(region=310000, channel=channel.pk)) == ["陈敏"]
    assert give(world, facts=Facts(region=310000)) == ["李慧"]


@pytest.mark.django_db
def test_on_free_days_a_rule_for_working_days_is_silent(world: World) -> None:
    rule(world, people=[world.zheng], workdays_only=True)
    company = Company.objects.get()
    assert give(world) == ["郑斌"]
    company.workdays = [day for day in range(1, 8) if day != NOW.isoweekday()]
    company.save()
    assert give(world) == [""]


@pytest.mark.django_db
def test_outside_its_hours_a_rule_is_silent_and_the_next_one_speaks(world: World) -> None:
    # It is ten o'clock in the company's zone.
    hours = {"hours_from": time(9), "hours_until": time(18)}
    late = rule(world, name="早班", people=[world.li], hours_from=time(6), hours_until=time(10))
    rule(world, name="白班", people=[world.zheng], **hours)
    rule(world, name="其余", people=[world.chen])
    assert give(world) == ["郑斌"]
    evening = actor(world.boss, at=NOW + timedelta(hours=8))
    found = distributing.owner_by_rules(by=evening, facts=Facts())
    assert found == world.chen
    late.refresh_from_db()
    assert late.last is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hours", [(time(9), None), (None, time(9)), (time(18), time(9)), (time(9), time(9))]
)
def test_hours_are_a_time_and_a_later_one(
    world: World, hours: tuple[time | None, time | None]
) -> None:
    with pytest.raises(RuleError):
        rule(world, people=[world.zheng], hours_from=hours[0], hours_until=hours[1])


@pytest.mark.django_db
def test_the_page_keeps_the_hours_and_the_list_tells_them(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    form = {"name": "白班", "method": "turns", "departments": [world.south.pk]}
    hours = {"hours_from": "09:00", "hours_until": "18:30"}
    new = reverse("customers:assign-new")
    assert client.post(new, form | hours | {"hours_until": "08:00"}).status_code == 422
    assert client.post(new, form | hours).status_code == 303
    assert "09:00–18:30" in client.get(reverse("customers:assigning")).content.decode()
    edit = reverse("customers:assign-rule", args=[AssignRule.objects.get().pk])
    assert 'value="18:30"' in client.get(edit).content.decode()
    assert client.post(edit, form).status_code == 303
    assert AssignRule.objects.get().hours_from is None


@pytest.mark.django_db
def test_a_new_customer_goes_by_the_rules_and_its_receiver_is_told(
    world: World, client_of: ClientOf
) -> None:
    rule(world, people=[world.li])
    form = {"name": "广州迪宏", "kind": "company", "by_rules": "on"}
    client = client_of(world.zheng)
    assert "by_rules" in client.get(reverse("customers:new")).content.decode()
    assert client.post(reverse("customers:new"), form).status_code == 303
    customer = Customer.objects.get()
    assert chain(customer) == [("李慧", "assigned")]
    assert_whole(customer)
    assert Notice.objects.get().employee == world.li
    assert checks.verify() == []


@pytest.mark.django_db
def test_without_a_receiver_it_stays_with_who_adds_it(world: World) -> None:
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new, by_rules=True)
    assert customer.owner == world.zheng


@pytest.mark.django_db
def test_a_pool_is_given_out_and_owned_customers_stay(
    world: World, add: Add, pool: Pool, client_of: ClientOf
) -> None:
    rows = [add(f"客户{number}") for number in range(4)]
    by = actor(world.zheng)
    claiming.release(by=by, customer_ids=[row.pk for row in rows[:3]], pool=pool, note="x")
    rule(world, name="轮流二人", people=[world.chen, world.li])
    ids = ",".join(str(row.pk) for row in rows)
    form = {"do": "distribute", "ids": ids, "sent": "1"}
    assert client_of(world.boss).post(reverse("customers:bulk"), form).status_code == 204
    owners = Counter(Customer.objects.values_list("owner__name", flat=True))
    assert owners == {"陈敏": 2, "李慧": 1, "郑斌": 1}
    for row in rows:
        assert_whole(row)
    assert client_of(world.zheng).post(reverse("customers:bulk"), form).status_code == 404


@pytest.mark.django_db
def test_a_rule_needs_receivers_and_the_right_to_set_it(world: World) -> None:
    with pytest.raises(RuleError):
        rule(world)
    with pytest.raises(NotAllowed):
        distributing.save_rule(
            by=actor(world.manager), rule=None, values={**_ANY, "name": "x", "people": [world.chen]}
        )


@pytest.mark.django_db
def test_the_boss_sets_a_rule_tries_it_and_ends_it(world: World, client_of: ClientOf) -> None:
    client, page = client_of(world.boss), reverse("customers:assigning")
    form = {"name": "轮流", "method": "turns", "departments": [world.south.pk]}
    assert client.post(reverse("customers:assign-new"), form).status_code == 303
    row = AssignRule.objects.get()
    edit = reverse("customers:assign-rule", args=[row.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, form | {"method": "least"}).status_code == 303
    tried = client.get(page, {"try": "1"}).content.decode()
    assert "周平（规则“轮流”）" in tried
    assert AssignRule.objects.get().last is None
    pause = {"employee": world.manager.pk, "until": "2099-01-01"}
    client.post(reverse("customers:assign-pause"), pause)
    assert "周平: 暂停分配中" in client.get(page, {"try": "1"}).content.decode()
    client.post(reverse("customers:assign-retirement", args=[row.pk]))
    assert not AssignRule.objects.in_use().exists()


@pytest.mark.django_db(transaction=True)
def test_turns_are_fair_and_caps_hold_when_many_come_at_once(
    world: World, make_cap: MakeCap
) -> None:
    rule(world, people=[world.zheng, world.chen, world.li])
    make_cap(3, people=[world.li])

    def one(number: int) -> int:
        me = Employee.objects.with_access().get(pk=world.su.pk)
        new = creating.NewCustomer({"name": f"客户{number}"}, owner=me)
        creating.create(by=actor(me), new=new, by_rules=True)
        return 1

    for start in range(0, 16, 4):
        assert sum(together(*(partial(one, start + number) for number in range(4)))) == 4
    owners = Counter(Customer.objects.values_list("owner__name", flat=True))
    assert owners["李慧"] == 3
    assert abs(owners["郑斌"] - owners["陈敏"]) <= 1
    assert sum(owners.values()) == 16


@pytest.mark.django_db
def test_who_loses_sight_of_a_new_customer_reads_on_the_table_who_got_it(
    world: World, client_of: ClientOf
) -> None:
    rule(world, people=[world.li])
    form = {"name": "广州迪宏", "kind": "company", "by_rules": "on"}
    client = client_of(world.zheng)
    answer = client.post(reverse("customers:new"), form)
    assert answer["Location"] == reverse("customers:table")
    page = client.get(answer["Location"]).content.decode()
    assert "已添加 广州迪宏，归 李慧 跟进。" in page


@pytest.mark.django_db
def test_who_manages_a_branch_reads_what_rules_gave_out_there_alone(
    world: World, add: Add, pool: Pool, client_of: ClientOf
) -> None:
    rule(world, people=[world.li])
    row = add("上海恒达")
    claiming.release(by=actor(world.zheng), customer_ids=[row.pk], pool=pool, note="x")
    distributing.distribute(by=actor(world.boss), customers=[row])
    Employee.objects.filter(pk=world.chen.pk).update(role=role("admin"))
    for person, is_told in ((world.boss, True), (world.chen, False)):
        page = client_of(person).get(reverse("customers:assigning")).content.decode()
        assert ("上海恒达" in page) is is_told
