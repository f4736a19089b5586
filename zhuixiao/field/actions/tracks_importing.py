"""Positions from elsewhere than a location app: a file, or the person's own page."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import RuleError

from ..choices.tracks import FixSource, TrackerKind
from ..queries import tracks_seen
from ..tracks import gpx as tracks_gpx
from ..tracks.gps.points import Message, Point
from ..tracks.gpx import Read
from . import fixes, trackers
from .fixes import Received


@transaction.atomic
def take(*, by: Actor, content: bytes, company: Company) -> tuple[Read, Received]:
    """Keep the positions of a GPX file as those of the person's own devices are kept: the time in
    which the track was on, and the hours of the company, hold for them too. Raises RuleError."""
    by.employee.access.check("tracks", "create")
    if tracks_seen.consent(by.employee) is None:
        raise RuleError(_("Turn your track on once before you take in files."), field="file")
    read = tracks_gpx.read(content)
    if not read.points:
        raise RuleError(_("No position of this file has a time."), field="file")
    tracker = trackers.of_kind(by=by, kind=TrackerKind.GPX)
    message = Message(FixSource.GPX, read.points, read.without)
    return read, fixes.receive(by=by, tracker=tracker, message=message, company=company)


@transaction.atomic
def take_own(*, by: Actor, points: Sequence[Point], company: Company) -> Received:
    """Keep what the person's own page recorded while it was open."""
    by.employee.access.check("tracks", "create")
    tracker = trackers.of_kind(by=by, kind=TrackerKind.WEB)
    message = Message(FixSource.WEB, list(points))
    return fixes.receive(by=by, tracker=tracker, message=message, company=company)
