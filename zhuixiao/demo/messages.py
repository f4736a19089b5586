"""What the demo company's people have told to themselves: two summary tables, a brief, digests."""

from datetime import time

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.analytics import ready, subscribed
from zhuixiao.analytics.actions import saving, sharing
from zhuixiao.kit.periods import PeriodKind
from zhuixiao.notices.actions import subscribing
from zhuixiao.notices.choices import Channel
from zhuixiao.reports.subscribed import BRIEF, DIGEST

TABLES = ("people", "departments")


def build(by: Actor) -> None:
    """The boss shares tables with the company and gets a brief each morning; heads get the week of
    their people. As notices: a demo writes to nobody outside."""
    boss = by.employee
    known = {row.key: row for row in ready.ALL}
    tables = [
        saving.create(by=by, name=str(known[key].name), asked=known[key].definition)
        for key in TABLES
    ]
    for table in tables:
        sharing.share(by=by, table=table, people=[], departments=[boss.department], groups=[])
    wanted = [
        (BRIEF, "", PeriodKind.DAY, time(8)),
        (DIGEST, "", PeriodKind.DAY, time(8, 30)),
        (subscribed.TABLE, str(tables[0].pk), PeriodKind.MONTH, time(9)),
    ]
    for source, subject, period, at in wanted:
        _subscribe(by, source, subject, period, at)
    for head in Employee.objects.active().with_access().filter(role__key="manager"):
        of_head = Actor(head, by.at, by.zone, by.via)
        _subscribe(of_head, DIGEST, "", PeriodKind.WEEK, time(9))


def _subscribe(by: Actor, source: str, subject: str, period: PeriodKind, at: time) -> None:
    subscribing.subscribe(
        by=by, source=source, subject=subject, period=period, at=at, channel=Channel.NOTICE
    )
