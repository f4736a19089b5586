"""The track on the phone: what its screen needs without network."""

from datetime import datetime

from django.urls import reverse

from zhuixiao.accounts.models import Company, Employee

from ..models.fixes import MODULE
from ..tracks.consent import text
from ..tracks.preferences import preferences
from . import tracks_seen


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
