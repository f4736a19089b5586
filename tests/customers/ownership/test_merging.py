"""Two customers become one with everything that hangs on them, and two again."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.activities.actions import planning, recording, tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity, FollowUp, Task
from zhuixiao.catalog.actions import options
from zhuixiao.catalog.choices import PickList
from zhuixiao.customers.actions import (
    creating,
    custom_fields,
    editing,
    merging,
    ownership,
    trash,
)
from zhuixiao.customers.choices import CustomFieldKind
from zhuixiao.customers.models import Contact, Customer, Merge
from zhuixiao.customers.queries import search
from zhuixiao.customers.queries.merges import winner_of
from zhuixiao.files import actions as files
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import timeline

from .conftest import Add, assert_whole, option

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def pair(world: World, add: Add) -> tuple[Customer, Customer]:
    """广州迪宏 and the same once more, with a call, a plan, a task, a contact, a file, a tag."""
    winner = add("广州迪宏")
    tag = options.add(by=actor(world.boss), pick_list=PickList.TAG, name="展会")
    loser = creating.create(
        by=actor(world.zheng),
        new=creating.NewCustomer(
            {"name": "广州市迪宏酒店", "phone": "13912345678", "tags": [tag.pk]},
            owner=world.zheng,
            contacts=[{"name": "梁耀安", "phone": "13787654321"}],
        ),
    )
    by = actor(world.zheng)
    call = option(PickList.ACTIVITY_TYPE, "phone_visit").pk
    for customer, subject in ((winner, "第一次"), (loser, "第二次")):
        new = NewActivity(customer_id=customer.pk, subject=subject, type_id=call)
        recording.log(by=by, new=new)
    planning.plan(by=by, customer_id=loser.pk, on=by.today)
    tasks.add(by=by, new=NewTask("发报价", by.today, customer_id=loser.pk))
    upload = SimpleUploadedFile("合同.txt", b"hello")
    files.store(by=by, upload=upload, kind="customer", record_id=loser.pk)
    winner.refresh_from_db()
    return winner, loser


def merge(world: World, pair: tuple[Customer, Customer], *take: str) -> Merge:
    winner, loser = pair
    by = actor(world.manager, at=LATER)
    return merging.merge(by=by, winner_id=winner.pk, loser_id=loser.pk, from_loser=take)


def test_everything_comes_along_and_the_numbers_follow(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    merge(world, pair, "phone")
    winner.refresh_from_db()
    assert winner.contact_count == 2
    assert winner.phone == "13912345678"
    assert winner.next_contact_on == actor(world.zheng).today
    assert list(winner.tags.values_list("name", flat=True)) == ["展会"]
    for model in (Activity, FollowUp, Task, Contact):
        assert not model.objects.filter(customer=loser).exists(), model
    assert StoredFile.objects.get().record_id == winner.pk
    assert search.find("13787654321", visible_to=world.boss, limit=5) == [winner.pk]
    page = timeline(winner.pk, visible_to=world.boss)
    assert sum(entry.metric == 201 for entry in page.entries) == 2
    assert_whole(winner)
    assert checks.verify() == []


def test_the_address_of_the_other_leads_to_the_one_that_stayed(
    world: World, client_of: ClientOf, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    merge(world, pair)
    address = reverse("customers:detail", args=[loser.pk])
    answer = client_of(world.zheng).get(address)
    assert answer.headers["Location"] == reverse("customers:detail", args=[winner.pk])
    assert client_of(world.li).get(address).status_code == 404


def test_undone_they_are_two_again_as_before(world: World, pair: tuple[Customer, Customer]) -> None:
    winner, loser = pair
    done = merge(world, pair, "phone")
    merging.undo(by=actor(world.manager, at=LATER + timedelta(days=6)), merge=done)
    for row in pair:
        row.refresh_from_db()
    assert (winner.contact_count, loser.contact_count) == (1, 1)
    assert (winner.phone, loser.phone) == ("", "13912345678")
    assert not winner.tags.exists()
    assert Activity.objects.get(subject="第二次").customer == loser
    assert Contact.objects.get(name="梁耀安").customer == loser
    assert search.find("13787654321", visible_to=world.boss, limit=5) == [loser.pk]
    assert loser.deleted_at is None
    assert checks.verify() == []


def test_an_undo_leaves_alone_what_was_changed_since(
    world: World, client_of: ClientOf, pair: tuple[Customer, Customer]
) -> None:
    winner, _loser = pair
    done = merge(world, pair, "phone")

    winner.refresh_from_db()
    editing.edit(by=actor(world.zheng), customer=winner, values={"phone": "13700000000"})
    merging.undo(by=actor(world.manager, at=LATER), merge=done)
    winner.refresh_from_db()
    assert winner.phone == "13700000000"


def test_it_is_undone_also_when_the_other_was_taken_out_of_the_trash(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    done = merge(world, pair)
    by = actor(world.manager, at=LATER)
    trash.restore(by=by, customer_ids=[pair[1].pk])
    merging.undo(by=by, merge=done)
    assert Activity.objects.get(subject="第二次").customer == pair[1]


def test_taken_out_of_the_trash_it_can_be_merged_again_either_way(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    first = merge(world, pair)
    by = actor(world.manager, at=LATER)
    trash.restore(by=by, customer_ids=[loser.pk])
    second = merge(world, (loser, winner))
    first.refresh_from_db()
    assert first.undone_at is not None
    assert winner_of(winner.pk, visible_to=world.manager) == loser.pk
    trash.restore(by=by, customer_ids=[winner.pk])
    third = merge(world, pair)
    second.refresh_from_db()
    assert second.undone_at is not None
    merging.undo(by=by, merge=third)
    assert checks.verify() == []


def test_the_longer_protection_stays_and_goes_with_an_undo(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    Customer.objects.filter(pk=loser.pk).unlogged_update(protected_until=date(2026, 6, 1))
    done = merge(world, pair)
    winner.refresh_from_db()
    assert winner.protected_until == date(2026, 6, 1)
    merging.undo(by=actor(world.manager, at=LATER), merge=done)
    winner.refresh_from_db()
    assert winner.protected_until is None
    Customer.objects.filter(pk=winner.pk).unlogged_update(protected_until=date(2026, 7, 1))
    merge(world, pair)
    winner.refresh_from_db()
    assert winner.protected_until == date(2026, 7, 1)


def test_own_fields_go_back_one_by_one(world: World, pair: tuple[Customer, Customer]) -> None:
    winner, loser = pair
    boss = actor(world.boss)
    keys = [
        custom_fields.add(
            by=boss, kind=CustomFieldKind.TEXT, definition=custom_fields.Definition(label)
        ).key
        for label in ("楼层", "品牌")
    ]
    editing.edit(by=actor(world.zheng), customer=loser, values=dict.fromkeys(keys, "旧"))
    winner.refresh_from_db()
    done = merge(world, pair, *keys)
    winner.refresh_from_db()
    assert winner.extra == dict.fromkeys(keys, "旧")
    editing.edit(by=actor(world.zheng, at=LATER), customer=winner, values={keys[0]: "新"})
    merging.undo(by=actor(world.manager, at=LATER), merge=done)
    winner.refresh_from_db()
    assert winner.extra == {keys[0]: "新"}


def test_plans_of_the_other_s_owner_become_the_owner_s_and_go_back(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    by = actor(world.boss)
    ownership.assign(by=by, customer_ids=[winner.pk], owner=world.su)
    done = merge(world, pair)
    plan = FollowUp.objects.get()
    assert (plan.employee, plan.department_id) == (world.su, world.shenzhen.pk)
    merging.undo(by=actor(world.manager, at=LATER), merge=done)
    plan.refresh_from_db()
    assert (plan.customer, plan.employee) == (loser, world.zheng)
    assert checks.verify() == []


def test_undoing_ends_after_seven_days_and_happens_once(
    world: World, pair: tuple[Customer, Customer]
) -> None:
    done = merge(world, pair)
    with pytest.raises(RuleError):
        merging.undo(by=actor(world.manager, at=LATER + timedelta(days=8)), merge=done)
    merging.undo(by=actor(world.manager, at=LATER), merge=done)
    with pytest.raises(RuleError):
        merging.undo(by=actor(world.manager, at=LATER), merge=done)


def test_nobody_merges_with_what_is_out_of_sight_or_without_the_right(
    world: World, add: Add, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    foreign = add("华东客户", owner=world.li)
    for by, other in ((world.manager, foreign), (world.zheng, loser)):
        with pytest.raises(NotAllowed):
            merging.merge(by=actor(by, at=LATER), winner_id=winner.pk, loser_id=other.pk)
    with pytest.raises(RuleError):
        merging.merge(by=actor(world.manager), winner_id=winner.pk, loser_id=winner.pk)


def test_the_page_compares_merges_and_offers_the_undo(
    world: World, client_of: ClientOf, pair: tuple[Customer, Customer]
) -> None:
    winner, loser = pair
    client = client_of(world.manager)
    address = reverse("customers:merge", args=[winner.pk])
    page = client.get(address, {"with": loser.pk}).content.decode()
    assert "13912345678" in page
    client.post(address, {"with": loser.pk, "take": ["phone"]})
    done = Merge.objects.get()
    undo = reverse("customers:merge-undoing", args=[done.pk])
    shown = client.get(reverse("customers:detail", args=[winner.pk])).content.decode()
    assert undo in shown
    history = reverse("customers:changes", args=[winner.pk])
    Merge.objects.update(at=timezone.now() - timedelta(days=6))
    assert undo in client.get(history).content.decode()
    assert undo not in client_of(world.zheng).get(history).content.decode()
    Merge.objects.update(at=timezone.now() - timedelta(days=8))
    assert undo not in client.get(history).content.decode()
    Merge.objects.update(at=timezone.now())
    client.post(undo)
    done.refresh_from_db()
    assert done.undone_at is not None
