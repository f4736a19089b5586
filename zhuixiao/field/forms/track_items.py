"""The item of a track as a phone sends it: its shape checked, then the action."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from ..actions import tracks_importing
from ..phone.captures import Capture
from ..tracks.gps.points import Point, mapping, point

# A page that records one position every five seconds fills this in more than an hour.
MOST_POINTS = 1_000


def take(values: Mapping[str, Any], capture: Capture, _files: Sequence[Upload], by: Actor) -> str:
    """Keep a batch of the own page; sent twice, its positions are known. Raises RuleError."""
    rows = values.get("points")
    if not isinstance(rows, list) or len(rows) > MOST_POINTS:
        raise RuleError(_("Positions come in lists of at most 1,000."), field="points")
    points = [one for row in rows if (one := _point(row, capture)) is not None]
    tracks_importing.take_own(by=by, points=points, company=Company.objects.get())
    return reverse("field:track-mine")


def _point(row: object, capture: Capture) -> Point | None:
    told = mapping(row)
    found = point(
        at=told.get("at"),
        latitude=told.get("latitude"),
        longitude=told.get("longitude"),
        accuracy=told.get("accuracy"),
        speed=told.get("speed"),
        course=told.get("heading"),
        altitude=told.get("altitude"),
        battery=told.get("battery"),
        is_mock=told.get("is_mock") is True,
    )
    if found is None:
        return None
    # The phone's clock may be wrong: its error is the same for all of the batch.
    return replace(found, at=found.at + capture.clock_error)
