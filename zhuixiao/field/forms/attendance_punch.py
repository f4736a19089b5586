"""A punch as a page sends it: with or without a position."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import position
from zhuixiao.kit.text.normal import clean

from ..actions.attendance_punching import REASON_LENGTH
from ..phone.captures import Capture, capture

# A page that lies about its clock by more is not listened to.
_FAR = timedelta(days=3650)


class PunchForm(forms.Form):
    """What the page's own module fills in; without it only the direction comes."""

    is_in = forms.TypedChoiceField(
        choices=[("1", "in"), ("0", "out")], coerce=lambda value: value == "1"
    )
    client_id = forms.UUIDField(required=False)
    claimed_at = forms.CharField(required=False, max_length=40)
    sent_at = forms.CharField(required=False, max_length=40)
    latitude = forms.FloatField(required=False)
    longitude = forms.FloatField(required=False)
    accuracy = forms.FloatField(required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=REASON_LENGTH)

    def clean_reason(self) -> str:
        return clean(self.cleaned_data["reason"])

    def capture(self, received_at: datetime) -> Capture:
        """The moment, by the server's clock where the page tells none."""
        values = self.cleaned_data
        claimed, sent = _instant(values["claimed_at"]), _instant(values["sent_at"])
        if claimed is None or sent is None or abs(sent - received_at) > _FAR or claimed > sent:
            claimed = sent = received_at
        place, lat, lng = None, values["latitude"], values["longitude"]
        if lat is not None and lng is not None:
            try:
                place = position(lat, lng)
            except RuleError:
                # Kept without one, as from a browser that gives none.
                place = None
        return capture(
            client_id=values["client_id"] or uuid.uuid4(),
            claimed_at=claimed,
            sent_at=sent,
            received_at=received_at,
            place=place,
            accuracy=values["accuracy"] if place else None,
        )


def _instant(text: Any) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
