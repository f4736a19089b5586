"""Visits as signs of work: whoever signs in or out at a customer is there, outside."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ..attendance.signs import Seen
from ..models import Visit

# No visit that counts is longer.
_LONGEST = timedelta(days=1)


def seen(employee_ids: Collection[int], since: datetime, until: datetime) -> Iterator[Seen]:
    """Sign-ins and sign-outs of visits of these people: for `attendance.signs`."""
    rows = Visit.objects.filter(employee__in=employee_ids, at__gte=since - _LONGEST, at__lt=until)
    for row in rows.order_by("at"):
        url = f"/field/visits/{row.pk}/"
        if since <= row.at < until:
            yield Seen(row.employee_id, row.at, _("Visit"), url)
        if row.out_at and since <= row.out_at < until:
            yield Seen(row.employee_id, row.out_at, _("Visit ended"), url)
