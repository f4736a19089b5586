import pytest

from tests.activities.conftest import Log
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities import mentions
from zhuixiao.activities.actions import commenting
from zhuixiao.activities.models import Comment
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.notices.models import Notice


def test_the_boss_asks_and_the_salesperson_is_told(world: World, log: Log) -> None:
    activity = log()
    commenting.comment(
        by=actor(world.boss), kind="activity", record_id=activity.pk, text="年用量多少？"
    )
    notice = world.zheng.notices.get()
    assert notice.url == f"/activities/{activity.pk}/"
    assert "年用量多少" in notice.message


def test_who_does_not_see_the_record_cannot_comment_or_be_asked(world: World, log: Log) -> None:
    activity = log()
    with pytest.raises(NotAllowed):
        commenting.comment(by=actor(world.li), kind="activity", record_id=activity.pk, text="?")
    with pytest.raises(Invalid):
        commenting.comment(
            by=actor(world.boss), kind="activity", record_id=activity.pk, text="@李慧 看看"
        )
    assert not Comment.objects.exists()


def test_an_unknown_kind_cannot_be_commented(world: World) -> None:
    with pytest.raises(NotAllowed):
        commenting.comment(by=actor(world.boss), kind="employee", record_id=1, text="?")


def test_only_the_own_comment_is_taken_back(world: World, log: Log) -> None:
    activity = log()
    row = commenting.comment(
        by=actor(world.boss), kind="activity", record_id=activity.pk, text="好"
    )
    with pytest.raises(NotAllowed):
        commenting.remove(by=actor(world.zheng), comment=row)
    commenting.remove(by=actor(world.boss), comment=row)
    assert not Comment.objects.of_record("activity", activity.pk).exists()


def test_names_run_on_into_the_sentence(world: World) -> None:
    assert mentions.mentioned("@郑斌你看一下，@周平 也看", by=world.boss) == [
        world.zheng,
        world.manager,
    ]
    assert mentions.mentioned("mail@example.com @不存在", by=world.boss) == []


def test_a_name_that_two_people_share_means_nobody(world: World) -> None:
    world.chen.name = "郑斌"
    world.chen.save()
    assert mentions.mentioned("@郑斌", by=world.boss) == []


def test_who_does_not_see_the_record_any_more_is_told_no_more(world: World, log: Log) -> None:
    activity = log(executor_ids=[world.zheng.pk])
    commenting.comment(
        by=actor(world.manager), kind="activity", record_id=activity.pk, text="年用量多少？"
    )
    Employee.objects.filter(pk=world.manager.pk).update(department=world.east)
    commenting.comment(by=actor(world.boss), kind="activity", record_id=activity.pk, text="急")
    told = Notice.objects.filter(params__text="急").values_list("employee__name", flat=True)
    assert list(told) == ["郑斌"]
