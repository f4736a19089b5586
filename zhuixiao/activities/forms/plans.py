"""Forms of tasks, events and the next contact."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Invalid

from ..actions.events import LENGTH, NewEvent
from ..actions.task_values import TITLE_LENGTH, NewTask
from ..choices import Reminder, Repeat
from ..models import Event, Task
from .record import Ids

_DATE = {"type": "date"}
_TIME = {"type": "time"}
_NO_REMINDER = [("", _("No reminder"))]


def _customer_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Customer"), required=False, min_value=0, max_value=2**63 - 1)


def _reminder_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Reminder"),
        required=False,
        choices=[*_NO_REMINDER, *Reminder.choices],
        coerce=int,
        empty_value=None,
    )


class TaskForm(forms.Form):
    """A task; `people` are those whom the person may give it to."""

    title = forms.CharField(
        label=_("Task"),
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "maxlength": TITLE_LENGTH}
        ),
        error_messages={"required": _("Say in a few words what is to be done.")},
    )
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))
    due_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M")
    )
    customer = _customer_field()
    employee = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Who does it"), required=False, empty_label=None
    )
    repeat = forms.ChoiceField(label=_("Repeats"), choices=Repeat.choices, required=False)
    remind_minutes_before = _reminder_field()
    note = forms.CharField(
        label=_("Note"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField[Employee] = self.fields["employee"]  # type: ignore[assignment]
        field.queryset = people

    def new_task(self) -> NewTask:
        values = self.cleaned_data
        return NewTask(
            title=values["title"],
            due_on=values["due_on"],
            due_time=values["due_time"],
            note=values["note"],
            customer_id=values["customer"] or None,
            employee_id=values["employee"].pk if values["employee"] else None,
            repeat=values["repeat"] or Repeat.NONE,
            remind_minutes_before=values["remind_minutes_before"],
        )


def initial_of_task(task: Task) -> dict[str, Any]:
    """The values with which the form of a task opens."""
    names = ("title", "due_on", "due_time", "employee", "repeat", "note", "version")
    values = {name: getattr(task, name) for name in names}
    reminder = task.remind_minutes_before
    return {
        **values,
        "customer": task.customer_id,
        "remind_minutes_before": "" if reminder is None else reminder,
    }


class EventForm(forms.Form):
    """An event by days and times; an all-day event needs no times."""

    title = forms.CharField(
        label=_("Event"),
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "maxlength": LENGTH}
        ),
        error_messages={"required": _("Say in a few words what takes place.")},
    )
    start_day = forms.DateField(
        label=_("Begins"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    start_time = forms.TimeField(
        label=_("Start time"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
    )
    end_day = forms.DateField(
        label=_("Ends"),
        required=False,
        widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
    )
    end_time = forms.TimeField(
        label=_("End time"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
    )
    is_all_day = forms.BooleanField(label=_("All day"), required=False)
    place = forms.CharField(
        label=_("Place"), required=False, widget=forms.TextInput(attrs={"maxlength": LENGTH})
    )
    customer = _customer_field()
    participants = Ids(label=_("Participants"), required=False)
    remind_minutes_before = _reminder_field()
    note = forms.CharField(
        label=_("Note"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def new_event(self, zone: ZoneInfo) -> NewEvent:
        """For the action; without an end it lasts an hour, or the whole day. Raises Invalid."""
        values = self.cleaned_data
        first, last = values["start_day"], values["end_day"] or values["start_day"]
        if values["is_all_day"] or values["start_time"] is None:
            starts_at = datetime.combine(first, time.min, zone)
            ends_at = datetime.combine(last + timedelta(days=1), time.min, zone)
        else:
            starts_at = datetime.combine(first, values["start_time"], zone)
            ends_at = datetime.combine(last, values["start_time"], zone) + timedelta(hours=1)
            if values["end_time"] is not None:
                ends_at = datetime.combine(last, values["end_time"], zone)
        if ends_at < starts_at:
            raise Invalid({"end_day": _("It ends before it begins.")})
        return NewEvent(
            title=values["title"],
            starts_at=starts_at,
            ends_at=ends_at,
            is_all_day=values["is_all_day"] or values["start_time"] is None,
            note=values["note"],
            place=values["place"],
            customer_id=values["customer"] or None,
            participant_ids=values["participants"],
            remind_minutes_before=values["remind_minutes_before"],
        )


def initial_of_event(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    """The values with which the form of an event opens."""
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    last = end.date() - timedelta(days=1) if event.is_all_day else end.date()
    reminder = event.remind_minutes_before
    return {
        "title": event.title,
        "start_day": start.date(),
        "start_time": None if event.is_all_day else start.time(),
        "end_day": last,
        "end_time": None if event.is_all_day else end.time(),
        "is_all_day": event.is_all_day,
        "place": event.place,
        "customer": event.customer_id,
        "participants": list(event.participants.values_list("pk", flat=True)),
        "remind_minutes_before": "" if reminder is None else reminder,
        "note": event.note,
        "version": event.version,
    }


class FollowUpForm(forms.Form):
    """The next contact with a customer."""

    on = forms.DateField(
        label=_("Next contact"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("What for"), required=False, widget=forms.TextInput(attrs={"maxlength": 200})
    )
