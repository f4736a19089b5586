"""Colleagues are let into a customer: to read it, to work on it, until a day, and out again."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.activities.actions import following, planning
from zhuixiao.activities.choices import FollowUpState
from zhuixiao.activities.models import FollowUp
from zhuixiao.customers.actions import (
    claiming,
    collaborating,
    contacts,
    editing,
    merging,
    ownership,
    trash,
)
from zhuixiao.customers.actions.collaborating import Terms
from zhuixiao.customers.models import Collaborator, Customer, Pool
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice

from .conftest import Add

pytestmark = pytest.mark.django_db
READ, WORK = Terms(Right.READ), Terms(Right.WORK)


def now(employee: Employee) -> Actor:
    """Somebody who acts at this very moment: rights end by the clock of the database."""
    return actor(Employee.objects.with_access().get(pk=employee.pk), at=timezone.now())


def sees(employee: Employee, customer: Customer) -> bool:
    reader = Employee.objects.with_access().get(pk=employee.pk)
    return Customer.objects.visible_to(reader).filter(pk=customer.pk).exists()


def let_in(world: World, customer: Customer, terms: Terms = WORK) -> Collaborator:
    return collaborating.let_in(
        by=now(world.zheng), customer=customer, employee=world.li, terms=terms
    )


def test_who_is_let_in_sees_the_customer_and_is_told(world: World, add: Add) -> None:
    customer = add()
    assert not sees(world.li, customer)
    let_in(world, customer, READ)
    assert sees(world.li, customer)
    assert not sees(world.su, customer)
    assert Notice.objects.get(kind=collaborating.NOTICE).employee == world.li
    entry = AuditEntry.objects.get(action="let_in")
    assert entry.record_id == customer.pk
    assert entry.changes == {"collaborator": [None, world.li.pk], "right": [None, "read"]}


def test_who_reads_changes_nothing(world: World, add: Add) -> None:
    customer = add()
    person = contacts.add(by=now(world.zheng), customer=customer, values={"name": "梁总"})
    let_in(world, customer, READ)
    li = now(world.li)
    with pytest.raises(NotAllowed):
        editing.edit(by=li, customer=customer, values={"note": "x"})
    with pytest.raises(NotAllowed):
        contacts.add(by=li, customer=customer, values={"name": "王"})
    with pytest.raises(NotAllowed):
        contacts.change(by=li, contact=person, values={"title": "x"})
    with pytest.raises(NotAllowed):
        contacts.remove(by=li, contact=person)
    with pytest.raises(Invalid):
        planning.plan(by=li, customer_id=customer.pk, on=li.today)


def test_who_works_along_changes_it_and_plans(world: World, add: Add) -> None:
    customer = add()
    let_in(world, customer)
    li = now(world.li)
    editing.edit(by=li, customer=customer, values={"note": "x"})
    planning.plan(by=li, customer_id=customer.pk, on=li.today)
    customer.refresh_from_db()
    assert customer.note == "x"


@pytest.mark.parametrize("terms", [READ, WORK])
def test_no_collaborator_gives_away_merges_shares_or_deletes(
    world: World, add: Add, pool: Pool, terms: Terms
) -> None:
    customer, other = add(), add("深圳迪宏")
    world.li.role = world.manager.role
    world.li.save()
    let_in(world, customer, terms)
    let_in(world, other, terms)
    li, ids = now(world.li), [customer.pk]
    assert ownership.assign(by=li, customer_ids=ids, owner=world.li) == 0
    assert claiming.release(by=li, customer_ids=ids, pool=pool, note="x").moved == []
    assert trash.delete(by=li, customer_ids=ids) == 0
    with pytest.raises(NotAllowed):
        merging.merge(by=li, winner_id=customer.pk, loser_id=other.pk)
    with pytest.raises(NotAllowed):
        collaborating.let_in(by=li, customer=customer, employee=world.su, terms=READ)


def test_the_right_ends_after_its_last_day(world: World, add: Add) -> None:
    customer = add()
    zheng = now(world.zheng)
    row = let_in(world, customer, Terms(Right.READ, zheng.today))
    assert row.last_day(zheng.zone) == zheng.today
    assert sees(world.li, customer)
    Collaborator.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert not sees(world.li, customer)


def test_a_day_that_is_over_the_owner_and_who_left_are_refused(world: World, add: Add) -> None:
    customer, zheng = add(), now(world.zheng)
    world.su.is_active = False
    yesterday = Terms(Right.READ, zheng.today - timedelta(days=1))
    for employee, terms in ((world.li, yesterday), (world.zheng, READ), (world.su, READ)):
        with pytest.raises(RuleError):
            collaborating.let_in(by=zheng, customer=customer, employee=employee, terms=terms)
    assert not Collaborator.objects.exists()


def test_letting_in_again_changes_the_terms(world: World, add: Add) -> None:
    customer = add()
    let_in(world, customer, READ)
    let_in(world, customer, WORK)
    let_in(world, customer, WORK)
    assert Collaborator.objects.get().right == Right.WORK
    assert AuditEntry.objects.filter(action="let_in").count() == 2


def test_who_is_let_out_sees_nothing_more_and_may_leave_alone(world: World, add: Add) -> None:
    customer = add()
    row = let_in(world, customer)
    with pytest.raises(NotAllowed):
        collaborating.let_out(by=now(world.su), collaborator=row)
    collaborating.let_out(by=now(world.li), collaborator=row)
    assert not sees(world.li, customer)


def test_in_a_pool_nobody_works_along_until_it_is_somebodys_again(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    let_in(world, customer)
    claiming.release(by=now(world.zheng), customer_ids=[customer.pk], pool=pool, note="x")
    assert not sees(world.li, customer)
    claiming.claim(by=now(world.zheng), customer_ids=[customer.pk])
    assert sees(world.li, customer)


def test_whoever_else_claims_it_starts_alone(world: World, add: Add, pool: Pool) -> None:
    customer = add()
    let_in(world, customer)
    claiming.release(by=now(world.zheng), customer_ids=[customer.pk], pool=pool, note="x")
    claiming.claim(by=now(world.chen), customer_ids=[customer.pk])
    assert not sees(world.li, customer)
    entry = AuditEntry.objects.get(action="let_out")
    assert entry.changes == {"collaborator": [world.li.pk, None], "right": ["work", None]}


def test_an_undo_lets_those_in_again_whom_the_change_let_out(
    world: World, add: Add, pool: Pool
) -> None:
    customer, other = add(), add("深圳迪宏")
    zheng = now(world.zheng)
    terms = Terms(Right.READ, zheng.today)
    collaborating.let_in(by=zheng, customer=customer, employee=world.li, terms=terms)
    held = Collaborator.objects.get()
    let_in(world, other)
    claiming.release(by=now(world.zheng), customer_ids=[other.pk], pool=pool, note="x")
    boss = now(world.boss)
    ids = [customer.pk, other.pk]
    ownership.assign(by=boss, customer_ids=[customer.pk], owner=world.li)
    ownership.assign(by=boss, customer_ids=[other.pk], owner=world.chen)
    assert not Collaborator.objects.exists()
    changes = {
        customer.pk: ownership.Change(at=boss.at, now=world.li.pk, before=world.zheng.pk),
        other.pk: ownership.Change(at=boss.at, now=world.chen.pk, before=None, pool_before=pool.pk),
    }
    assert ownership.give_back(by=now(world.boss), changes=changes) == 2
    rows = Collaborator.objects.filter(customer__in=ids, employee=world.li)
    assert set(rows.values_list("customer", "right")) == {
        (customer.pk, "read"),
        (other.pk, "work"),
    }
    assert rows.get(customer=customer).ends_at == held.ends_at


def test_the_plans_of_who_is_let_out_end_and_those_of_the_owner_stay(
    world: World, add: Add
) -> None:
    customer = add()
    row = let_in(world, customer)
    li, zheng = now(world.li), now(world.zheng)
    planning.plan(by=li, customer_id=customer.pk, on=li.today)
    later = zheng.today + timedelta(days=3)
    planning.plan(by=zheng, customer_id=customer.pk, on=later)
    collaborating.let_out(by=zheng, collaborator=row)
    customer.refresh_from_db()
    assert customer.next_contact_on == later
    assert FollowUp.objects.get(state=FollowUpState.CANCELLED).employee == world.li
    assert checks.verify() == []


def test_the_plans_of_whose_time_is_over_end_at_night(world: World, add: Add) -> None:
    customer, other = add(), add("深圳迪宏")
    let_in(world, customer)
    let_in(world, other)
    li = now(world.li)
    for row in (customer, other):
        planning.plan(by=li, customer_id=row.pk, on=li.today)
    Collaborator.objects.filter(customer=customer).update(
        ends_at=timezone.now() - timedelta(seconds=1)
    )
    assert following.end_expired(timezone.now()) == 1
    customer.refresh_from_db()
    other.refresh_from_db()
    assert (customer.next_contact_on, other.next_contact_on) == (None, li.today)
    assert checks.verify() == []


def test_who_may_only_read_from_now_on_plans_nothing_more(world: World, add: Add) -> None:
    customer = add()
    let_in(world, customer)
    li = now(world.li)
    planning.plan(by=li, customer_id=customer.pk, on=li.today)
    let_in(world, customer, READ)
    assert FollowUp.objects.get().state == FollowUpState.CANCELLED


def test_everybody_s_plans_end_in_the_pool_and_come_back_with_an_undo(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    let_in(world, customer)
    li, zheng = now(world.li), now(world.zheng)
    planning.plan(by=li, customer_id=customer.pk, on=li.today)
    claiming.release(by=zheng, customer_ids=[customer.pk], pool=pool, note="x")
    assert FollowUp.objects.get().state == FollowUpState.CANCELLED
    change = ownership.Change(at=zheng.at, now=None, before=world.zheng.pk)
    ownership.give_back(by=now(world.boss), changes={customer.pk: change})
    assert FollowUp.objects.get().state == FollowUpState.OPEN
    customer.refresh_from_db()
    assert customer.next_contact_on == li.today


def test_the_last_owner_stays_as_a_collaborator_and_comes_back_as_owner(
    world: World, add: Add
) -> None:
    customer = add()
    boss, ids = now(world.boss), [customer.pk]
    ownership.assign(by=boss, customer_ids=ids, owner=world.li, former=READ)
    row = Collaborator.objects.get()
    assert (row.employee, row.right) == (world.zheng, Right.READ)
    assert sees(world.zheng, customer)
    with pytest.raises(NotAllowed):
        editing.edit(by=now(world.zheng), customer=customer, values={"note": "x"})
    ownership.assign(by=boss, customer_ids=ids, owner=world.zheng)
    assert not Collaborator.objects.exists()
    assert not sees(world.li, customer)


def test_collaborators_go_along_with_a_merge_and_back(world: World, add: Add) -> None:
    winner, loser = add("广州迪宏"), add("广州迪宏二")
    let_in(world, loser)
    boss = now(world.boss)
    done = merging.merge(by=boss, winner_id=winner.pk, loser_id=loser.pk)
    assert sees(world.li, winner)
    merging.undo(by=boss, merge=done)
    assert sees(world.li, loser)
    assert not sees(world.li, winner)


def test_the_page_shows_shares_and_ends_it(world: World, client_of: ClientOf, add: Add) -> None:
    customer = add()
    zheng, page = client_of(world.zheng), reverse("customers:detail", args=[customer.pk])
    form: dict[str, Any] = {"employee": world.li.pk, "right": "read", "last_day": ""}
    address = reverse("customers:collaborator-new", args=[customer.pk])
    assert zheng.get(address).status_code == 200
    assert zheng.post(address, form).status_code == 303
    assert "李慧" in zheng.get(page).content.decode()
    li = client_of(world.li)
    seen = li.get(page).content.decode()
    assert "只读" in seen
    assert reverse("customers:edit", args=[customer.pk]) not in seen
    row = Collaborator.objects.get()
    edit = reverse("customers:collaborator", args=[row.pk])
    assert zheng.post(edit, form | {"right": "work"}).status_code == 303
    assert reverse("customers:edit", args=[customer.pk]) in li.get(page).content.decode()
    li.post(reverse("customers:collaborator-removal", args=[row.pk]))
    assert li.get(page).status_code == 404


def test_the_table_knows_whom_one_works_along_with(
    world: World, client_of: ClientOf, add: Add
) -> None:
    customer = add()
    add("别的客户")
    let_in(world, customer)
    rows = client_of(world.li).get(reverse("customers:rows"), {"view": "shared"}).json()
    assert [row[2] for row in rows["rows"]] == ["广州迪宏"]


def test_many_change_hands_and_their_owner_stays(
    world: World, client_of: ClientOf, add: Add
) -> None:
    ids = [add(f"客户{number}").pk for number in range(3)]
    form = {
        "do": "assign",
        "sent": "1",
        "ids": ",".join(map(str, ids)),
        "owner": world.li.pk,
        "former": "work",
        "former_last_day": "",
    }
    assert client_of(world.boss).post(reverse("customers:bulk"), form).status_code == 204
    assert Collaborator.objects.filter(employee=world.zheng, right=Right.WORK).count() == 3
