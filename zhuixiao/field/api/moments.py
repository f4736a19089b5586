"""When and where something was done, as a device tells it over the API."""

import math
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Datum, Position, position

from ..phone.captures import Capture, capture

# Beyond these years the sums with instants would break.
_YEARS = (1970, 2200)
# A clock that is off by more is wrong beyond correcting.
_FAR = timedelta(days=3650)


class MomentIn(Schema):
    """`client_id` is the caller's own number of the item: the same one twice is one item.

    `claimed_at` is the time by the device's clock, without one it is now; `sent_at` by the same
    clock at sending corrects it. A time without an offset is the company's. The position is in
    degrees of its `datum`, `accuracy` its radius in metres.
    """

    client_id: UUID
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    datum: Datum = Datum.WGS84
    accuracy: float | None = None
    is_mock: bool = False


def moment(by: Actor, data: MomentIn) -> Capture:
    """The capture that was told. Raises RuleError for a time far from ours, half a position, one
    that is no place on earth, and an accuracy that is no length."""
    place, claimed = _place(data), data.claimed_at
    return capture(
        client_id=data.client_id,
        claimed_at=_aware(claimed, by, "claimed_at") if claimed else by.at,
        sent_at=_aware(data.sent_at, by, "sent_at") if claimed and data.sent_at else by.at,
        received_at=by.at,
        place=place,
        accuracy=data.accuracy if place else None,
        is_mock=data.is_mock,
    )


def _place(data: MomentIn) -> Position | None:
    latitude, longitude, accuracy = data.latitude, data.longitude, data.accuracy
    if accuracy is not None and not (math.isfinite(accuracy) and accuracy >= 0):
        raise RuleError(_("The accuracy is a length in metres."), field="accuracy")
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        raise RuleError(_("A position has latitude and longitude."), field=missing)
    return position(latitude, longitude, data.datum)


def _aware(told: datetime, by: Actor, field: str) -> datetime:
    # The year first: at the ends of the calendar no time can be turned into another zone's.
    if _YEARS[0] <= told.year <= _YEARS[1]:
        at = told if told.tzinfo else told.replace(tzinfo=by.zone)
        if abs(at - by.at) <= _FAR:
            return at
    raise RuleError(_("This time is far from ours. Set the clock."), field=field)
