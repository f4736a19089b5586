"""What people subscribed to comes to them after each period, once, as far as they may see."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.translation import gettext as _

from tests.conftest import ClientOf
from tests.notices.chat import Chat as Program
from tests.query_counts import pinned
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.actions import calendar as special_days
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices import sources, tasks
from zhuixiao.notices.actions import delivering, mute, robots, subscribing
from zhuixiao.notices.choices import Channel, DeliveryState
from zhuixiao.notices.message import Message, Part
from zhuixiao.notices.models import Delivery, Notice, Robot, Subscription
from zhuixiao.notices.queries.due import Coming, due, last_covered
from zhuixiao.notices.robots import sending
from zhuixiao.notices.sources import Occasion

TOKEN = "633a31f6-7f9c-4bc4-97a0-0ec1eefa5898"
# Thursday 5 March 2026, in the evening.
THURSDAY = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
Subscribe = Callable[..., Subscription]


@pytest.fixture(autouse=True)
def source() -> Iterator[list[Occasion]]:
    """Tells the weather; the occasions on which it was asked."""
    asked: list[Occasion] = []

    def compose(occasion: Occasion) -> Message | None:
        asked.append(occasion)
        if occasion.subject == "calm":
            return None
        if occasion.subject == "shore":
            part = Part("打 13800138000", ["chen@dihong.example，0755-88157777"])
            return Message("张三 13900139000", [part])
        reader = occasion.reader.name
        return Message(f"100% {_('Sent')} {reader}", [Part("风", ["东风 3 级"])], "/weather/")

    sources.register(
        sources.Source(
            key="test.weather",
            label="天气",
            permission=("reports", "view"),
            compose=compose,
            subjects=lambda _reader: [
                ("地方", [("sea", "海上"), ("calm", "无风带"), ("shore", "岸上")])
            ],
            whole="各地",
        )
    )
    yield asked
    sources._sources.pop("test.weather")


@pytest.fixture
def subscribe(world: World) -> Subscribe:
    world.boss.email = "liao@tempval.example"

    world.boss.save()

    def subscribe(**more: Any) -> Subscription:
        values: dict[str, Any] = {
            "source": "test.weather",
            "subject": "",
            "period": PeriodKind.DAY,
            "at": time(8),
            "channel": Channel.NOTICE,
            "by": actor(world.boss, at=THURSDAY),
        }
        return subscribing.subscribe(**values | more)

    return subscribe


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def covered(world: World, at: datetime) -> list[Period]:
    return [one.covers for one in due(world.company, at)]


def test_a_daily_message_is_due_from_its_time_on_the_next_workday(
    world: World, subscribe: Subscribe
) -> None:
    subscribe()
    assert covered(world, shanghai(6, 7, 59)) == []
    thursday = date(2026, 3, 5)
    assert covered(world, shanghai(6, 8)) == [Period(thursday, thursday)]


def test_on_monday_it_covers_the_days_off_too(world: World, subscribe: Subscribe) -> None:
    subscribe()
    assert covered(world, shanghai(7, 9)) == []
    assert covered(world, shanghai(9, 9)) == [Period(date(2026, 3, 6), date(2026, 3, 8))]


def test_a_week_is_told_on_its_first_workday_after(world: World, subscribe: Subscribe) -> None:
    subscribe(period=PeriodKind.WEEK)
    week = Period(date(2026, 3, 2), date(2026, 3, 8))
    assert covered(world, shanghai(6, 9)) == []
    assert covered(world, shanghai(9, 9)) == [week]
    assert covered(world, shanghai(10, 9)) == []
    day = date(2026, 3, 9)
    special_days.set_day(by=actor(world.boss), day=day, is_workday=False, name="停电")
    assert covered(world, shanghai(9, 9)) == []
    assert covered(world, shanghai(10, 9)) == [week]


def test_a_month_that_ends_with_a_weekend_is_told_on_monday(
    world: World, subscribe: Subscribe
) -> None:
    february = datetime(2026, 2, 20, tzinfo=UTC)
    subscribe(period=PeriodKind.MONTH, by=actor(world.boss, at=february))
    month = Period(date(2026, 2, 1), date(2026, 2, 28))
    # 1 March 2026 is a Sunday.
    assert covered(world, shanghai(1, 9)) == []
    assert covered(world, shanghai(2, 9)) == [month]
    assert covered(world, shanghai(3, 9)) == []


def test_what_lay_before_is_not_made_up_for(world: World, subscribe: Subscribe) -> None:
    subscribe(by=actor(world.boss, at=shanghai(6, 8, 1)))
    assert covered(world, shanghai(6, 9)) == []
    assert len(covered(world, shanghai(9, 9))) == 1


def test_each_message_is_handed_out_once(world: World, subscribe: Subscribe) -> None:
    row = subscribe()
    assert delivering.hand_out(shanghai(6, 8)) == 1
    assert delivering.hand_out(shanghai(6, 8, 5)) == 0
    assert delivering.hand_out(shanghai(9, 8)) == 1
    assert list(row.deliveries.order_by("end").values_list("end", flat=True)) == [
        date(2026, 3, 5),
        date(2026, 3, 8),
    ]


def test_nothing_goes_to_who_paused_left_or_lost_the_right(
    world: World, subscribe: Subscribe, source: list[Occasion]
) -> None:
    row = subscribe()
    subscribing.switch(by=actor(world.boss), subscription=row, is_on=False)
    assert covered(world, shanghai(6, 9)) == []
    subscribing.switch(by=actor(world.boss, at=THURSDAY), subscription=row, is_on=True)
    delivering.hand_out(shanghai(6, 9))
    world.boss.is_active = False
    world.boss.save()
    delivery = Delivery.objects.select_related("subscription__robot").get()
    assert delivering.deliver(delivery, now=shanghai(6, 9)) == DeliveryState.EMPTY
    assert covered(world, shanghai(9, 9)) == []
    assert source == []


def test_a_notice_tells_it_in_the_readers_language(world: World, subscribe: Subscribe) -> None:
    world.boss.language = "en"
    world.boss.save()
    subscribe()
    send(shanghai(6, 8))
    notice = Notice.objects.get(kind=delivering.NOTICE)
    assert (notice.employee, notice.message, notice.url) == (
        world.boss,
        "100% Sent 廖利",
        "/weather/",
    )


def test_a_mail_goes_out_as_text_and_html(
    world: World, subscribe: Subscribe, settings: Any
) -> None:
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://crm.example"
    subscribe(channel=Channel.MAIL)
    send(shanghai(6, 8))
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([world.boss.email], "100% 已发送 廖利")
    assert "东风 3 级" in message.body
    assert "https://crm.example/weather/" in message.body
    assert "https://crm.example/weather/" in message.alternatives[0][0]  # type: ignore[attr-defined]


def test_a_mail_escapes_what_people_wrote(
    world: World, subscribe: Subscribe, settings: Any, monkeypatch: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    row = subscribe(channel=Channel.MAIL)
    bad = Message("a\nBcc: x@evil.example, y", [Part("<script>", ["{{ 7 }}<img src=x>"])], "/")
    monkeypatch.setitem(
        sources._sources,
        row.source,
        sources.Source("test.weather", "天气", ("reports", "view"), lambda _one: bad, whole="各地"),
    )
    send(shanghai(6, 8))
    (message,) = mail.outbox
    assert message.subject == "a Bcc: **** y"
    assert message.recipients() == [world.boss.email]
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert "<script>" not in html
    assert "{{ 7 }}&lt;img" in html


def test_a_group_reads_it(world: World, subscribe: Subscribe, chat: Program) -> None:
    robot = robots.add(
        by=actor(world.boss), name="华南群", address=f"{chat.url}/cgi-bin/webhook/send?key={TOKEN}"
    )
    subscribe(channel=Channel.ROBOT, robot=robot, subject="sea")
    send(shanghai(6, 8))
    assert "东风 3 级" in str(chat.brought)
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_a_source_with_nothing_to_tell_sends_nothing(world: World, subscribe: Subscribe) -> None:
    subscribe(subject="calm")
    send(shanghai(6, 8))
    assert Delivery.objects.get().state == DeliveryState.EMPTY
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_message_is_told_of_with_the_reason(
    world: World, subscribe: Subscribe, chat: Program
) -> None:
    robot = robots.add(
        by=actor(world.boss), name="华南群", address=f"{chat.url}/cgi-bin/webhook/send?key={TOKEN}"
    )
    subscribe(channel=Channel.ROBOT, robot=robot)
    chat.answer = (200, {"errcode": 93000, "errmsg": "invalid webhook url"}, {})
    # Jobs run at once here.
    delivering.hand_out(shanghai(6, 8))
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.FAILED
    assert "invalid webhook url" in delivery.error
    assert "invalid webhook url" in Notice.objects.get(kind=delivering.FAILED).message


def test_a_silent_chat_program_is_tried_again_and_given_up_in_the_end(
    world: World, subscribe: Subscribe, settings: Any
) -> None:
    row = Robot.objects.create(name="群", chat="wecom", token=TOKEN, created_at=NOW)
    subscribe(channel=Channel.ROBOT, robot=row)
    settings.ROBOT_URLS = {"wecom": "http://127.0.0.1:9/send"}
    delivering.hand_out(shanghai(6, 8))
    job = jobs.Running.__new__(jobs.Running)
    job.payload, job.now, job.attempt = (
        {"delivery": Delivery.objects.get().pk},
        shanghai(6, 8),
        tasks.RETRIES,
    )
    with pytest.raises(sending.NotNow):
        tasks.deliver(job)
    job.attempt += 1
    with pytest.raises(RuleError):
        tasks.deliver(job)


def test_a_week_before_a_week_of_holidays_is_told_of_afterwards(
    world: World, subscribe: Subscribe
) -> None:
    subscribe(period=PeriodKind.WEEK)
    for day in range(16, 21):
        special_days.set_day(
            by=actor(world.boss), day=date(2026, 3, day), is_workday=False, name="停电"
        )
    assert covered(world, shanghai(16, 9)) == []
    week = Period(date(2026, 3, 9), date(2026, 3, 15))
    assert covered(world, shanghai(23, 9)) == [week]
    assert last_covered(PeriodKind.WEEK, world.company, shanghai(24, 9)) == week


def test_a_group_hears_nothing_once_the_right_to_robots_is_gone(
    world: World, subscribe: Subscribe, chat: Program
) -> None:
    robot = robots.add(
        by=actor(world.boss), name="华南群", address=f"{chat.url}/cgi-bin/webhook/send?key={TOKEN}"
    )
    subscribe(channel=Channel.ROBOT, robot=robot)
    world.boss.role = role("manager")
    world.boss.save()
    send(shanghai(6, 8))
    assert chat.brought == []
    assert Delivery.objects.get().state == DeliveryState.EMPTY


def test_phones_and_addresses_that_people_wrote_do_not_leave_the_house(
    world: World, subscribe: Subscribe, chat: Program
) -> None:
    robot = robots.add(
        by=actor(world.boss), name="华南群", address=f"{chat.url}/cgi-bin/webhook/send?key={TOKEN}"
    )
    subscribe(channel=Channel.ROBOT, robot=robot, subject="shore")
    send(shanghai(6, 8))
    sent = str(chat.brought)
    assert "张三" in sent
    for reach in ("13800138000", "13900139000", "88157777", "dihong"):
        assert reach not in sent


def test_what_was_paused_given_up_or_muted_after_it_was_handed_out_is_not_sent(
    world: World, subscribe: Subscribe
) -> None:
    row = subscribe()
    delivering.hand_out(shanghai(6, 8))
    subscribing.switch(by=actor(world.boss), subscription=row, is_on=False)
    delivery = Delivery.objects.select_related("subscription__robot").get()
    assert delivering.deliver(delivery, now=shanghai(6, 8)) == DeliveryState.EMPTY
    subscribing.switch(by=actor(world.boss, at=THURSDAY), subscription=row, is_on=True)
    mute(reader=world.boss, kinds=[delivering.NOTICE])
    Delivery.objects.update(state=DeliveryState.WAITING)
    delivery = Delivery.objects.select_related("subscription__robot").get()
    assert delivering.deliver(delivery, now=shanghai(6, 8)) == DeliveryState.EMPTY
    job = jobs.Running.__new__(jobs.Running)
    job.payload, job.now, job.attempt = {"delivery": delivery.pk}, shanghai(6, 8), 1
    subscribing.give_up(by=actor(world.boss), subscription=row)
    assert tasks.deliver(job) == {"state": "gone"}


def test_the_list_costs_the_same_with_thrice_as_much_on_it(
    world: World, subscribe: Subscribe, client_of: ClientOf
) -> None:
    subscribe()
    client = client_of(world.boss)
    for more in ({"subject": "sea"}, {"subject": "calm"}):
        client.get("/notices/subscriptions/")
        with pinned("notices.subscriptions"):
            client.get("/notices/subscriptions/")
        subscribe(**more)
        subscribe(**more, period=PeriodKind.WEEK)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": "nothing"}, "source"),
        ({"subject": "moon"}, "subject"),
        ({"channel": Channel.MAIL}, "channel"),
        ({"channel": Channel.ROBOT}, "robot"),
        ({"period": PeriodKind.YEAR}, "source"),
        ({"at": time(23, 58)}, "at"),
    ],
)
def test_what_cannot_be_sent_cannot_be_subscribed_to(
    subscribe: Subscribe, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        subscribe(**wrong)
    assert field in error.value.errors


def test_only_who_may_use_robots_writes_into_groups(world: World, subscribe: Subscribe) -> None:
    row = Robot.objects.create(name="群", chat="wecom", token=TOKEN, created_at=NOW)
    with pytest.raises(NotAllowed):
        subscribe(by=actor(world.zheng), channel=Channel.ROBOT, robot=row)


def test_the_same_is_subscribed_to_once(subscribe: Subscribe) -> None:
    subscribe()
    subscribe(subject="sea")
    with pytest.raises(RuleError):
        subscribe()


def test_the_next_message_is_announced(world: World, subscribe: Subscribe) -> None:
    row = subscribe(period=PeriodKind.WEEK)
    assert Coming(world.company, shanghai(5, 20)).of(row) == shanghai(9, 8)
    assert Coming(world.company, shanghai(9, 8)).of(row) == shanghai(16, 8)
    assert Coming(world.company, shanghai(5, 20)).of(subscribe()) == shanghai(6, 8)


def test_pages_show_only_the_own_subscriptions(
    world: World, subscribe: Subscribe, client_of: ClientOf
) -> None:
    row = subscribe()
    theirs = client_of(world.manager)
    mine = client_of(world.boss)
    assert theirs.get(f"/notices/subscriptions/{row.pk}/preview/").status_code == 404
    assert theirs.post(f"/notices/subscriptions/{row.pk}/removal/").status_code == 404
    assert "东风" in mine.get(f"/notices/subscriptions/{row.pk}/preview/").content.decode()
    assert "各地" in mine.get("/notices/subscriptions/").content.decode()
    sent = {"subject": "sea", "period": "week", "at": "07:30", "way": "notice"}
    url = "/notices/subscriptions/new/?source=test.weather"
    assert mine.get(f"{url}&period=week&subject=sea").content.decode().count(" selected") == 2
    assert mine.post(url, sent).status_code == 303
    assert mine.post(url, sent).status_code == 422
    assert mine.post(url, sent | {"way": "robot-99999999999999999999"}).status_code == 422
    assert mine.get("/notices/subscriptions/new/?source=x").status_code == 303
    assert mine.post(f"/notices/subscriptions/{row.pk}/switch/").status_code == 303
    row.refresh_from_db()
    assert not row.is_on
    assert mine.post(f"/notices/subscriptions/{row.pk}/removal/").status_code == 303
    assert list(Subscription.objects.values_list("subject", flat=True)) == ["sea"]


def send(now: datetime) -> None:
    """What is due, without the worker."""
    delivering.hand_out(now)
    for row in Delivery.objects.select_related("subscription__robot"):
        delivering.deliver(row, now=now)
