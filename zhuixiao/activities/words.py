"""The words of the audit log for what activities write there."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.words import employee_name, employee_names, yes_or_no
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer

from . import postings
from .actions.events import KIND as EVENT
from .choices import Repeat


def register() -> None:
    """Called once, in AppConfig.ready()."""
    commented = {"comment": _("Commented"), "remove_comment": _("Removed a comment")}
    when = {"starts_at": _("Begins"), "ends_at": _("Ends"), "due_on": _("Due")}
    labels.register(
        postings.ACTIVITY,
        {
            "subject": _("Subject"),
            "type": _("Type"),
            "date": _("Date"),
            "contact": _("Contact"),
            "executors": _("Executors"),
            "description": _("Description"),
            "related_text": _("Work order"),
        },
        label=_("Action record"),
        value_names={
            "type": lambda pk: _name(Option, pk),
            "contact": lambda pk: _name(Contact, pk),
            "executors": employee_names,
            "date": _moment,
        },
        actions={**commented, "attach": _("Added a file"), "edit": _("Changed")},
    )
    labels.register(
        postings.FOLLOW_UP,
        {"on": _("Next contact"), "note": _("What for")},
        label=_("Follow-up"),
        actions={"cancel": _("Cancelled"), "edit": _("Changed")},
    )
    plan = {
        "title": _("Subject"),
        "note": _("Note"),
        "customer_id": _("Customer"),
        "remind_minutes_before": _("Reminder"),
        **when,
    }
    names = {
        "customer_id": lambda pk: _name(Customer, pk),
        "employee_id": employee_name,
        "participants": employee_names,
        "starts_at": _moment,
        "ends_at": _moment,
        "is_all_day": yes_or_no,
        "repeat": lambda value: Repeat(value).label,
    }
    labels.register(
        postings.TASK,
        {
            **plan,
            "due_time": _("Time"),
            "employee_id": _("Who does it"),
            "repeat": _("Repeats"),
        },
        label=_("Task"),
        value_names=names,
        actions={
            "complete": _("Done"),
            "edit": _("Changed"),
            "hand_over": _("Went along with the customer"),
        },
    )
    labels.register(
        EVENT,
        {
            **plan,
            "place": _("Place"),
            "is_all_day": _("All day"),
            "participants": _("Participants"),
        },
        label=_("Event"),
        value_names=names,
        actions={"edit": _("Changed")},
    )
    labels.register(
        "activity_type",
        {
            "counts_as_contact": _("Counts as a contact"),
            "needs_transcript": _("Needs the transcript or a file"),
            "template": _("Template of the description"),
            "icon": _("Icon"),
        },
        label=_("Rule of an activity type"),
        value_names={"counts_as_contact": yes_or_no, "needs_transcript": yes_or_no},
        actions={"edit": _("Changed")},
    )
    labels.register(
        "entry_standard",
        {"text": _("Entry standard")},
        label=_("Entry standard"),
        actions={"edit": _("Changed")},
    )


def _name(model: Any, pk: Any) -> object:
    return model.objects.filter(pk=pk).first() or pk


def _moment(text: Any) -> object:
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(text)), "Y-m-d H:i")
    except (TypeError, ValueError):
        return text
