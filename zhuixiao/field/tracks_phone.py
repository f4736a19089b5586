"""The track on the phone: what its screen needs without network, and what it sends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError

from .actions import tracks_importing
from .captures import Capture
from .gps.points import Point, mapping, point
from .models.fixes import MODULE
from .queries import tracks_seen
from .tracks_consent import text
from .tracks_preferences import preferences

# A page that records one position every five seconds fills this in more than an hour.
MOST_POINTS = 1_000


def state(employee: Employee, now: datetime) -> object:
    """The track of the person; None for who may have none.

    {"is_on": bool, "since": ISO instant or null, "consented": bool, "consent": [paragraph, …],
    "seen_by": [name, …], "hours": {"kept": "hours" | "workdays" | "always", "starts": "08:30",
    "ends": "18:30"}, "page": address of the own page, "switch": address that takes the form
    do=on|off (with agrees=1 at the first time)}.

    What an item of the kind `fix` holds in `values`: {"points": [{"at": ISO instant or milliseconds
    by the phone's clock, "latitude", "longitude", "accuracy"?: m, "speed"?: m/s, "heading"?,
    "altitude"?, "battery"?: percent}, … at most 1,000]}.
    """
    if not employee.access.may(MODULE, "create"):
        return None
    company = Company.objects.get()
    held = preferences(company)
    since = tracks_seen.on_since(employee)
    return {
        "is_on": since is not None,
        "since": since.isoformat() if since else None,
        "consented": tracks_seen.consent(employee) is not None,
        "consent": text(company, held),
        "seen_by": [row.name for row in tracks_seen.who_may_see(employee)],
        "hours": {"kept": held.kept, "starts": held.starts, "ends": held.ends},
        "page": reverse("field:track-mine"),
        "switch": reverse("field:track-switch"),
    }


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
