"""The form of an action record."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.typed import whole

from ..actions.values import NewActivity
from ..models import Activity


class Ids(forms.Field):
    """Several values under one name; what is no number is left out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        return [int(text) for text in value or () if str(text).isdecimal() and len(text) < 19]


class Texts(forms.Field):
    """Several texts under one name."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return [str(text) for text in value or () if text]


class RecordForm(forms.Form):
    """Shape only: actions.recording knows the rules, and who may see the customer."""

    subject = forms.CharField(
        label=_("Subject"),
        strip=False,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "maxlength": 120,
                "enterkeyhint": "next",
            }
        ),
        error_messages={"required": _("Write the subject: the central idea in one sentence.")},
    )
    customer = forms.IntegerField(
        label=_("Customer"),
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        error_messages={"invalid": _("Choose a customer.")},
    )
    contact = forms.IntegerField(
        label=_("Contact"), required=False, min_value=0, max_value=2**63 - 1
    )
    contact_name = forms.CharField(
        label=_("New contact"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 60, "autocomplete": "off"}),
    )
    related_text = forms.CharField(
        label=_("Work order"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 60, "autocomplete": "off"}),
    )
    type = forms.IntegerField(
        label=_("Type"),
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        error_messages={"invalid": _("Choose what it was.")},
    )
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-no-draft": True}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "data-no-draft": True}, format="%H:%M"),
    )
    executors = Ids(label=_("Executors"), required=False)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-mentions": True}),
    )
    next_on = forms.DateField(
        label=_("Next contact"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    next_note = forms.CharField(
        label=_("What for"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
    )
    # "opportunity:7": a record of a higher app that this one hangs on.
    related = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    file_ids = Texts(label=_("Photos and files"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def new_activity(self, *, now: datetime, zone: ZoneInfo, me: int) -> NewActivity:
        """What was typed, for the action; without a time it took place now, or at noon of a day."""
        values = self.cleaned_data
        kind, record_id = related_of(values["related"])
        return NewActivity(
            customer_id=values["customer"] or 0,
            subject=values["subject"],
            type_id=values["type"] or 0,
            at=_moment(values["date"], values["time"], now.astimezone(zone)),
            description=values["description"],
            contact_id=values["contact"] or None,
            contact_name=values["contact_name"],
            executor_ids=_main_first(values["executors"], me),
            next_on=values["next_on"],
            next_note=values["next_note"],
            file_ids=values["file_ids"],
            related_text=values["related_text"],
            related_kind=kind,
            related_id=record_id,
        )


def initial_of(activity: Activity, zone: ZoneInfo) -> dict[str, Any]:
    """The values with which the form of a record opens."""
    at = activity.at.astimezone(zone)
    return {
        "subject": activity.subject,
        "customer": activity.customer_id,
        "contact": activity.contact_id,
        "related_text": activity.related_text,
        "type": activity.type_id,
        "date": at.date(),
        "time": at.time().replace(second=0, microsecond=0),
        "executors": [person.pk for person in activity.executors],
        "description": activity.description,
        "version": activity.version,
    }


def related_of(text: str) -> tuple[str, int]:
    """Kind and id of "opportunity:7"; nothing for whatever else came."""
    kind, _colon, record_id = text.partition(":")
    pk = whole(record_id)
    return (kind, pk) if kind and pk else ("", 0)


def _moment(day: date | None, clock: time | None, now: datetime) -> datetime:
    if clock is None and day in {None, now.date()}:
        return now
    return datetime.combine(day or now.date(), clock or time(12), now.tzinfo)


def _main_first(ids: list[int], main: int) -> list[int]:
    """Check boxes come in the order of the page; the main executor stands first."""
    return sorted(ids, key=lambda pk: pk != main)
