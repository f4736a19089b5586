"""What people ask of tracks, and type about their own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Employee

from ..actions.tracks_preferences import BOUNDS
from ..choices.tracks import APPS, Kept, RowKind, TrackerKind
from ..tracks.days import is_possible
from ..tracks.preferences import Preferences

_MINUTE = "%Y-%m-%dT%H:%M"
# A page draws no more days of all its people together than this.
MOST_DAYS = 31
_DAY = timedelta(days=1)


class _MomentField(forms.DateTimeField):
    """A day and a time, in the company's zone, of a time in which there were positions."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
    input_formats = (_MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")

    def validate(self, value: Any) -> None:
        """Near the ends of the calendar the next day does not exist."""
        super().validate(value)
        if value and not is_possible(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class TrackFilterForm(forms.Form):
    """Whose positions and photos of which time; wrong values mean any: a filter refuses nobody."""

    of = forms.MultipleChoiceField(label=_("User"), required=False)
    start = _MomentField(label=pgettext_lazy("track", "Start"), required=False)
    end = _MomentField(label=pgettext_lazy("track", "End"), required=False)
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All")), *RowKind.choices]
    )
    ever = forms.BooleanField(required=False)

    def __init__(self, data: MultiValueDict[str, str], *, people: Sequence[Employee]) -> None:
        super().__init__(data)
        self.people = people
        self._asked = set(data.getlist("of"))
        of: forms.MultipleChoiceField = self.fields["of"]  # type: ignore[assignment]
        of.choices = [(str(row.pk), row.name) for row in people]
        self.full_clean()

    @property
    def chosen(self) -> list[Employee]:
        """The people who are chosen, none where nobody is."""
        return [row for row in self.people if str(row.pk) in self._asked]

    @property
    def start_at(self) -> datetime | None:
        return self.cleaned_data.get("start")

    @property
    def end_at(self) -> datetime | None:
        """The first instant after it: what was typed holds to the end of its minute."""
        end = self.cleaned_data.get("end")
        return end + timedelta(minutes=1) if end else None

    @property
    def row_kind(self) -> RowKind | None:
        kind = self.cleaned_data.get("kind")
        return RowKind(kind) if kind else None

    @property
    def is_empty(self) -> bool:
        return self.is_of_all and not self.row_kind

    @property
    def is_of_all(self) -> bool:
        """Whether neither people nor a time are asked for."""
        return not (self.chosen or self.start_at or self.end_at)

    @property
    def is_of_late(self) -> bool:
        """Whether only the last days are listed: of all people and times there are millions, which
        somebody has to ask for."""
        return self.is_of_all and not self.cleaned_data.get("ever")

    def span(self, midnight: datetime, people: int) -> tuple[datetime, datetime, bool]:
        """From when until when to draw: today where nothing is asked, and never more than a page
        can hold; the last says whether it was cut."""
        start = self.start_at or (self.end_at - _DAY if self.end_at else midnight)
        end = self.end_at or start + _DAY
        most = start + _DAY * max(1, MOST_DAYS // max(1, people))
        return start, min(max(end, start), most), end > most


class TrackerForm(forms.Form):
    kind = forms.ChoiceField(label=_("App"), choices=[(kind.value, kind.label) for kind in APPS])
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("My phone")}),
    )

    @property
    def chosen_kind(self) -> TrackerKind:
        return TrackerKind(self.cleaned_data["kind"])


class GpxForm(forms.Form):
    file = forms.FileField(
        label=_("GPX file"), widget=forms.FileInput(attrs={"accept": ".gpx,application/gpx+xml"})
    )


class TrackSettingsForm(forms.Form):
    """Which positions are kept."""

    kept = forms.ChoiceField(label=_("Positions that are kept"), choices=Kept)
    starts = forms.TimeField(label=_("Work begins"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Work ends"), widget=forms.TimeInput(attrs={"type": "time"}))
    keep_days = forms.IntegerField(
        label=_("Days that positions are kept"),
        help_text=_(
            "Where somebody was is sensitive personal information (PIPL): keep it no longer than"
            " you need it. Older positions are deleted at night; the kilometres of a day stay."
        ),
    )
    stop_metres = forms.IntegerField(label=_("Metres of a stop"))
    stop_minutes = forms.IntegerField(label=_("Minutes of a stop"))

    def __init__(self, data: Any = None, *, held: Preferences) -> None:
        super().__init__(data, initial=held.as_json())
        for name, (low, high) in BOUNDS.items():
            self.fields[name].widget.attrs |= {"min": low, "max": high}

    def preferences(self) -> Preferences:
        """What was typed."""
        values = self.cleaned_data
        return Preferences(
            kept=values["kept"],
            starts=f"{values['starts']:%H:%M}",
            ends=f"{values['ends']:%H:%M}",
            keep_days=values["keep_days"],
            stop_metres=values["stop_metres"],
            stop_minutes=values["stop_minutes"],
        )
