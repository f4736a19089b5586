"""Who may see somebody's track, and who did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import AuditEntry, Employee

from ..choices.tracks import LOOK_KIND
from ..models import TrackConsent, TrackSpell
from ..models.fixes import MODULE
from ..tracks.consent import VERSION

LOOKS = 50


@dataclass(frozen=True)
class Viewer:
    """Somebody who may see a track. Whom the person may not know by name (a dealer's people know
    nobody of the company) is told by the role alone."""

    name: str
    role: str


@dataclass(frozen=True)
class Look:
    """Who looked when, at which time of the track; `is_export` where it was taken along."""

    name: str
    at: datetime
    what: str
    is_export: bool


def who_may_see(person: Employee) -> list[Viewer]:
    """Everybody else whose scope holds the person's track now, by rank."""
    rows = Employee.objects.active().with_access().exclude(pk=person.pk)
    found = [
        row
        for row in rows.order_by("-role__rank", "pk")
        if row.access.may(MODULE, "view")
        and row.access.scope(MODULE) != DataScope.OWN
        and row.access.holds(MODULE, owner_id=person.pk, department_id=person.department_id)
    ]
    names = _names(person, found)
    return [Viewer(names[row.pk], str(row.role)) for row in found]


def looks(person: Employee) -> list[Look]:
    """Who looked at the person's track when, and at which time of it; newest first."""
    entries = AuditEntry.objects.of_record(LOOK_KIND, person.pk).select_related("employee")
    rows = [row for row in entries[:LOOKS] if row.employee]
    names = _names(person, [row.employee for row in rows if row.employee])
    return [
        Look(names[row.employee_id or 0], row.at, row.label, row.action == "export") for row in rows
    ]


def _names(person: Employee, others: Sequence[Employee]) -> dict[int, str]:
    """What the person may call these."""
    ids = {row.pk for row in others}
    known = set(Employee.objects.known_to(person).filter(pk__in=ids).values_list("pk", flat=True))
    unknown = _("Somebody of the company")
    return {row.pk: row.name if row.pk in known else unknown for row in others}


def on_since(person: Employee) -> datetime | None:
    """When the person turned the track on; None while it is off."""
    rows = TrackSpell.objects.filter(employee=person, ended_at=None)
    return rows.values_list("started_at", flat=True).first()


def consent(person: Employee) -> TrackConsent | None:
    """The person's consent to the text that holds now."""
    rows = TrackConsent.objects.filter(employee=person, withdrawn_at=None, version=VERSION)
    return rows.first()
