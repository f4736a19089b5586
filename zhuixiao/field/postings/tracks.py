"""What the day of a track posts: for its person, on its day, at its last position."""

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.facts import Fact

from ..metrics import tracks as metrics
from ..models import TrackDay

TRACK_DAY = "track_day"


def fact(day: TrackDay) -> Fact:
    return Fact(TRACK_DAY, day.pk)


def of_day(day: TrackDay) -> list[Posting]:
    """Nothing while it was not summed up, or holds no position."""
    if day.last_at is None:
        return []
    sums = (
        (metrics.DAYS, 1),
        (metrics.KILOMETRES, day.metres),
        (metrics.CUSTOMER_MINUTES, day.customer_minutes),
    )
    return [
        Posting(
            metric=metric.key,
            at=day.last_at,
            day=day.day,
            quantity=quantity,
            employee_id=day.employee_id,
            department_id=day.department_id,
        )
        for metric, quantity in sums
        if quantity
    ]
