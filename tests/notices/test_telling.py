"""Who is told what, and in which language it is read."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.world import NOW, World
from zhuixiao.kit import jobs
from zhuixiao.notices import actions, kinds, queries
from zhuixiao.notices.models import Notice


def tell(world: World, *to: int, **more: object) -> int:
    return actions.notify(to=to, kind="test", text="%(n)s rows", params={"n": 3}, at=NOW, **more)  # type: ignore[arg-type]


def test_nobody_is_told_about_what_he_did_himself(world: World) -> None:
    assert tell(world, world.zheng.pk, world.chen.pk, by_id=world.zheng.pk) == 1
    assert Notice.objects.get().employee == world.chen


def test_who_left_is_not_told(world: World) -> None:
    world.chen.is_active = False
    world.chen.save()
    assert tell(world, world.chen.pk) == 0


def test_a_muted_kind_is_not_told_until_it_is_wanted_again(world: World) -> None:
    actions.mute(reader=world.zheng, kinds=["test", "other"])
    assert tell(world, world.zheng.pk) == 0
    actions.mute(reader=world.zheng, kinds=["other"])
    assert tell(world, world.zheng.pk) == 1


def test_telling_twice_the_same_people_is_one_row_each(world: World) -> None:
    assert tell(world, world.zheng.pk, world.zheng.pk) == 1


def test_a_notice_is_read_in_the_readers_language(world: World) -> None:
    actions.notify(to=[world.zheng.pk], kind="test", text="Notices", at=NOW)
    notice = Notice.objects.get()
    with translation.override("en"):
        assert notice.message == "Notices"
    with translation.override("zh-hans"):
        assert notice.message == "通知"


def test_notices_stand_by_day_and_by_customer_when_the_reader_may_see_the_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_headings", [])
    visible = {7: kinds.Heading("贝维克", "/customers/7/")}
    kinds.name_customers(lambda reader, ids: {pk: visible[pk] for pk in ids if pk in visible})
    for customer_id in (7, 8, 0, 7):
        tell(world, world.zheng.pk, customer_id=customer_id)
    Notice.objects.filter(customer_id=0).update(created_at=NOW - timedelta(days=1))
    days = queries.by_day(world.zheng, Notice.objects.order_by("-created_at", "pk"))
    assert [
        (day.day.isoformat(), [(group.heading, len(group.notices)) for group in day.groups])
        for day in days
    ] == [
        ("2026-03-02", [(visible[7], 2), (None, 1)]),
        ("2026-03-01", [(None, 1)]),
    ]


def test_putting_away_leaves_others_notices_alone(world: World) -> None:
    tell(world, world.zheng.pk, world.chen.pk)
    everybodys = list(Notice.objects.values_list("pk", flat=True))
    actions.mark_done(reader=world.zheng, notice_ids=everybodys, at=NOW)
    mine = Notice.objects.get(employee=world.zheng)
    assert (mine.read_at, mine.done_at) == (NOW, NOW)
    assert Notice.objects.get(employee=world.chen).read_at is None


def test_old_notices_are_forgotten(world: World) -> None:
    tell(world, world.zheng.pk)
    actions.notify(to=[world.zheng.pk], kind="test", text="old", at=NOW - timedelta(days=4000))
    jobs.enqueue("notices.old", by_id=0)
    jobs.run_due()
    assert "old" not in Notice.objects.values_list("text", flat=True)
