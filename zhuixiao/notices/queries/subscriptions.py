"""The subscriptions of a person with their last and next message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import PeriodKind

from .. import sources
from ..choices import Channel
from ..models import Delivery, Robot, Subscription
from ..rights import ROBOTS
from .due import Coming

PERIOD_LABELS = {
    PeriodKind.DAY: pgettext_lazy("how often", "Each workday"),
    PeriodKind.WEEK: pgettext_lazy("how often", "Each week"),
    PeriodKind.MONTH: pgettext_lazy("how often", "Each month"),
}
_GONE = gettext_lazy("no longer there")


@dataclass(frozen=True)
class Line:
    """`last` is the newest message; `next_at` None while it is paused or can say nothing."""

    subscription: Subscription
    title: object
    about: object
    often: object
    where: str
    last: Delivery | None
    next_at: datetime | None


def of_person(reader: Employee, company: Company, now: datetime) -> list[Line]:
    """The own subscriptions, oldest first."""
    rows = Subscription.objects.visible_to(reader).select_related("robot").order_by("pk")
    newest = Delivery.objects.filter(subscription__in=rows).order_by()
    ids = newest.values("subscription").annotate(last=Max("pk")).values("last")
    last = {row.subscription_id: row for row in Delivery.objects.filter(pk__in=ids)}
    coming, labels = Coming(company, now), _Labels(reader)
    return [_line(row, labels, coming, last.get(row.pk)) for row in rows]


def channels(reader: Employee) -> list[tuple[str, str]]:
    """The ways that are open to a person; "robot-7" is the robot of a group."""
    found = [(Channel.NOTICE.value, str(Channel.NOTICE.label))]
    if settings.EMAIL_HOST and reader.email:
        found.insert(0, (Channel.MAIL.value, f"{Channel.MAIL.label} ({reader.email})"))
    robots = robots_for(reader).order_by("name")
    return [*found, *((f"robot-{row.pk}", _robot(row)) for row in robots)]


def robots_for(reader: Employee) -> QuerySet[Robot]:
    """Those through which a person may have messages written."""
    return Robot.objects.all() if reader.access.may(*ROBOTS) else Robot.objects.none()


def subscriptions_of(robots: Sequence[Robot]) -> dict[int, int]:
    """How many subscriptions write through each robot."""
    rows = Subscription.objects.filter(robot__in=robots).order_by()
    counts: dict[int, int] = {}
    for pk in rows.values_list("robot_id", flat=True):
        counts[int(pk or 0)] = counts.get(int(pk or 0), 0) + 1
    return counts


class _Labels:
    """How subjects are called; the choices of each source are asked for once."""

    def __init__(self, reader: Employee) -> None:
        self._reader, self._known = reader, dict[str, Mapping[str, str]]()

    def of(self, source: sources.Source | None, subject: str) -> str:
        """ "" for what the reader may not be told."""
        if source is None or not source.is_open_to(self._reader):
            return ""
        if source.key not in self._known:
            self._known[source.key] = source.labels(self._reader)
        return self._known[source.key].get(subject, "")


def _line(row: Subscription, labels: _Labels, coming: Coming, last: Delivery | None) -> Line:
    source = sources.find(row.source)
    about = labels.of(source, row.subject)
    return Line(
        subscription=row,
        title=source.label if source else row.source,
        about=about or _GONE,
        often=PERIOD_LABELS[row.kind],
        where=_robot(row.robot) if row.robot else str(Channel(row.channel).label),
        last=last,
        next_at=coming.of(row) if row.is_on and about else None,
    )


def _robot(row: Robot) -> str:
    return _("%(chat)s: %(group)s") % {"chat": row.get_chat_display(), "group": row.name}
