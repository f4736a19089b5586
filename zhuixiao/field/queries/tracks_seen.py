"""Who may see somebody's track, and who did."""

from datetime import datetime

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import AuditEntry, Employee

from ..models import TrackConsent, TrackSpell
from ..models.fixes import MODULE
from ..tracks_choices import LOOK_KIND
from ..tracks_consent import VERSION

LOOKS = 50


def who_may_see(person: Employee) -> list[Employee]:
    """Everybody else whose scope holds the person's track now, by rank."""
    rows = Employee.objects.active().with_access().exclude(pk=person.pk)
    return [
        row
        for row in rows.order_by("-role__rank", "pk")
        if row.access.may(MODULE, "view")
        and row.access.scope(MODULE) != DataScope.OWN
        and row.access.holds(MODULE, owner_id=person.pk, department_id=person.department_id)
    ]


def looks(person: Employee) -> list[AuditEntry]:
    """Who looked at the person's track when, and at which time of it; newest first."""
    rows = AuditEntry.objects.of_record(LOOK_KIND, person.pk).select_related("employee")
    return list(rows[:LOOKS])


def on_since(person: Employee) -> datetime | None:
    """When the person turned the track on; None while it is off."""
    rows = TrackSpell.objects.filter(employee=person, ended_at=None)
    return rows.values_list("started_at", flat=True).first()


def consent(person: Employee) -> TrackConsent | None:
    """The person's consent to the text that holds now."""
    rows = TrackConsent.objects.filter(employee=person, withdrawn_at=None, version=VERSION)
    return rows.first()
