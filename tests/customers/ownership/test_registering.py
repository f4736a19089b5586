"""Agents report customers: a new one is theirs and protected, of a known one the boss decides."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import Flow, Request
from zhuixiao.customers.actions import editing, merging, ownership, registering
from zhuixiao.customers.actions.registering import Report
from zhuixiao.customers.models import Collaborator, Customer, OwnerSpan, Registration
from zhuixiao.customers.models.registration import State
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger import checks

from .conftest import Add, MakeRule, assert_whole, chain
from .test_races import together
from .test_recycling import night

DAY = timedelta(days=1)
CODE = "91440101MA5AN12345"


@pytest.fixture
def agents(world: World) -> World:
    """苏细莲 and 李慧 work for agents: their role may report."""
    role = world.su.role
    grants = ["view", "create", "edit", "claim", "report"]
    role.grants = {"modules": {"customers": {"scope": "own", "actions": grants}}}
    role.save()
    for name in ("su", "li", "zheng"):
        getattr(world, name).refresh_from_db()
    return world


def report(
    person: Employee,
    name: str = "广州迪宏",
    phone: str = "13912345678",
    *,
    code: str = "",
    at: datetime = NOW,
) -> Registration:
    fresh = Employee.objects.with_access().get(pk=person.pk)
    values = {"name": name, "phone": phone, "credit_code": code}
    return registering.report(
        by=actor(fresh, at=at), report=Report(values, "二期改造", ({"name": "梁"},))
    )


def owner_of(row: Registration) -> str:
    customer = Customer.objects.get(pk=row.customer_id)
    assert_whole(customer)
    return str(customer.owner)


@pytest.mark.django_db
def test_a_new_customer_is_the_reporter_s_and_protected(agents: World, make_rule: MakeRule) -> None:
    make_rule()
    row = report(agents.su)
    customer = row.customer
    assert chain(customer) == [("苏细莲", "created")]
    assert row.until == actor(agents.su).today + 90 * DAY == customer.protected_until
    assert customer.contacts.get().name == "梁"
    assert night(NOW + 60 * DAY).moved_count == 0
    assert night(NOW + 92 * DAY).moved_count == 1


@pytest.mark.django_db
def test_of_a_known_one_the_boss_decides_and_the_reporter_learns_only_whose_it_is(
    agents: World, add: Add, client_of: ClientOf
) -> None:
    customer = add("广州迪宏")
    row = report(agents.su)
    assert (row.until, row.customer) == (None, customer)
    assert owner_of(row) == "郑斌"
    request = Request.objects.get()
    address = reverse("approvals:detail", args=[request.pk])
    seen = client_of(agents.su).get(address).content.decode()
    assert "郑斌" in seen
    assert "公司已有</dt>" not in seen
    assert "公司已有</dt>" in client_of(agents.boss).get(address).content.decode()
    deciding.approve(by=actor(agents.boss), request=request)
    assert owner_of(row) == "苏细莲"
    row.refresh_from_db()
    assert row.state_on(actor(agents.su).today) == State.PROTECTED
    assert checks.verify() == []


@pytest.mark.django_db
def test_a_no_leaves_everything_as_it_was(agents: World, add: Add) -> None:
    add("广州迪宏")
    row = report(agents.su)
    deciding.reject(by=actor(agents.boss), request=Request.objects.get(), note="老客户")
    assert owner_of(row) == "郑斌"
    row = Registration.objects.select_related("request").get()
    assert row.state_on(actor(agents.su).today) == State.REFUSED


@pytest.mark.django_db
def test_the_second_agent_asks_and_takes_over_the_protection(agents: World) -> None:
    first = report(agents.su)
    second = report(agents.li, name="广州迪宏有限公司")
    request = Request.objects.get()
    assert (request.kind, request.facts) == ("protected", {"days_left": 90})
    deciding.approve(by=actor(agents.boss), request=request)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert owner_of(second) == "李慧"
    assert Registration.objects.in_force(actor(agents.li).today).get().employee == agents.li


@pytest.mark.django_db
def test_the_own_customer_can_be_reported_once(agents: World, add: Add) -> None:
    add("广州迪宏", owner=agents.su)
    assert report(agents.su).until is not None
    with pytest.raises(RuleError):
        report(agents.su)


@pytest.mark.django_db
def test_after_its_protection_a_customer_is_reported_again(agents: World) -> None:
    first = report(agents.su)
    later = NOW + 91 * DAY
    again = report(agents.su, at=later)
    today = actor(agents.su, at=later).today
    assert again.until == today + 90 * DAY
    first.refresh_from_db()
    assert first.state_on(today) == State.OVER
    assert Registration.objects.in_force(today).get() == again


@pytest.mark.django_db
def test_who_was_given_a_protected_customer_asks_and_is_not_told_that_he_reported_it(
    agents: World,
) -> None:
    first = report(agents.su)
    ids = [first.customer_id]
    ownership.assign(by=actor(agents.boss, at=NOW + DAY), customer_ids=ids, owner=agents.li)
    second = report(agents.li, at=NOW + 2 * DAY)
    assert second.until is None
    deciding.approve(by=actor(agents.boss, at=NOW + 2 * DAY), request=Request.objects.get())
    assert Registration.objects.in_force(actor(agents.li).today).get() == second
    assert owner_of(second) == "李慧"


@pytest.mark.django_db
def test_the_stronger_sign_says_which_customer_it_is(agents: World, add: Add) -> None:
    add("广州迪宏")
    by_phone, by_code = add("天河大厦"), add("白云大厦")
    zheng = actor(agents.zheng)
    editing.edit(by=zheng, customer=by_phone, values={"phone": "13912345678"})
    editing.edit(by=zheng, customer=by_code, values={"credit_code": CODE})
    assert report(agents.su).customer == by_phone
    assert report(agents.li, code=CODE).customer == by_code


@pytest.mark.django_db
def test_whoever_else_s_customer_is_like_it_the_boss_decides(
    agents: World, add: Add, client_of: ClientOf
) -> None:
    mine = add("广州迪宏", owner=agents.su)
    editing.edit(by=actor(agents.su), customer=mine, values={"phone": "13912345678"})
    add("广州迪宏有限公司", owner=agents.li)
    row = report(agents.su)
    assert (row.customer, row.until) == (mine, None)
    address = reverse("approvals:detail", args=[Request.objects.get().pk])
    assert "广州迪宏有限公司 (李慧)" in client_of(agents.boss).get(address).content.decode()


@pytest.mark.django_db
def test_a_report_of_a_customer_that_is_gone_is_refused_and_can_be_read(
    agents: World, add: Add, client_of: ClientOf
) -> None:
    customer = add("广州迪宏")
    report(agents.su)
    OwnerSpan.objects.filter(customer=customer).delete()
    customer.delete()
    request = Request.objects.get()
    address = reverse("approvals:detail", args=[request.pk])
    assert "期间已被删除" in client_of(agents.boss).get(address).content.decode()
    with pytest.raises(RuleError):
        deciding.approve(by=actor(agents.boss), request=request)


@pytest.mark.django_db
def test_the_same_conflict_is_asked_once(agents: World, add: Add) -> None:
    add("广州迪宏")
    report(agents.su)
    with pytest.raises(RuleError):
        report(agents.su)
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_without_anybody_to_decide_a_known_one_is_refused(agents: World, add: Add) -> None:
    Flow.objects.update(is_enabled=False)
    add("广州迪宏")
    with pytest.raises(NotAllowed):
        report(agents.su)
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_who_may_not_report_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        report(world.zheng)


@pytest.mark.django_db
def test_who_works_along_on_a_customer_reads_nobody_s_reports(agents: World) -> None:
    """The ids of shared customers are no ids of reports."""
    row = report(agents.su)
    Registration.objects.filter(pk=row.pk).update(id=row.customer_id)
    Collaborator.objects.create(
        customer=row.customer, employee=agents.li, right="read", at=NOW, by=agents.boss
    )
    reader = Employee.objects.with_access().get(pk=agents.li.pk)
    assert not Registration.objects.visible_to(reader).exists()


@pytest.mark.django_db
def test_reports_go_along_with_a_merge(agents: World) -> None:
    first, second = report(agents.su), report(agents.li, name="深圳天虹", phone="13700000001")
    merging.merge(by=actor(agents.boss), winner_id=first.customer_id, loser_id=second.customer_id)
    # Both are in force: that of the loser waits with it for an undo.
    assert Registration.objects.filter(customer=first.customer).count() == 1


@pytest.mark.django_db
def test_the_page_lists_reports_and_the_boss_sets_the_days(
    agents: World, client_of: ClientOf
) -> None:
    address = reverse("customers:registrations")
    client = client_of(agents.boss)
    client.post(reverse("customers:registration-days"), {"days": "30"})
    su = client_of(agents.su)
    form = {"name": "广州迪宏", "phone": "13912345678", "note": "二期"}
    assert su.post(reverse("customers:registration-new"), form).status_code == 303
    assert "广州迪宏" in su.get(address).content.decode()
    assert Registration.objects.get().until == Registration.objects.get().customer.protected_until
    assert "广州迪宏" not in client_of(agents.li).get(address).content.decode()
    assert "广州迪宏" in client.get(address).content.decode()
    assert client_of(agents.manager).get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_who_report_at_once_one_has_it_and_one_asks(agents: World) -> None:
    def work(person: Employee) -> int:
        return int(report(person).until is not None)

    assert sorted(together(partial(work, agents.su), partial(work, agents.li))) == [0, 1]
    assert Customer.objects.count() == 1
    assert Request.objects.count() == 1
