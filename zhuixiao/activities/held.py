"""Where activities hold words about people."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuixiao.customers import persons
from zhuixiao.customers.persons import Person, Words

from . import postings
from .actions.events import KIND as EVENT
from .models import Activity, Comment, Event, FollowUp, Task


def register() -> None:
    """Called once, in AppConfig.ready()."""
    for words in (
        Words(
            postings.ACTIVITY,
            _("Action records"),
            Activity,
            texts=("subject", "description", "related_text"),
            of=_stands,
            around=lambda pk: Q(customer=pk),
            facts={"at": _("Time"), "type": _("Type"), "executor": _("Executors")},
            record=lambda row: (postings.ACTIVITY, row.pk),
        ),
        Words(
            "comment",
            _("Comments"),
            Comment,
            texts=("text",),
            of=lambda person: _on(Activity.objects.filter(_stands(person))),
            around=lambda pk: _on(Activity.objects.filter(customer=pk)),
            facts={"at": _("Time"), "employee": _("By")},
            record=lambda row: (row.kind, row.record_id),
        ),
        Words(
            postings.FOLLOW_UP,
            _("Plans"),
            FollowUp,
            texts=("note",),
            of=_planned,
            around=lambda pk: Q(customer=pk),
            facts={"on": _("Next contact"), "employee": _("Who does it")},
            record=lambda row: (postings.FOLLOW_UP, row.pk),
        ),
        Words(
            postings.TASK,
            _("Tasks"),
            Task,
            texts=("title", "note"),
            of=_of_customer,
            around=lambda pk: Q(customer=pk),
            facts={"due_on": _("Due"), "employee": _("Who does it")},
            record=lambda row: (postings.TASK, row.pk),
        ),
        Words(
            EVENT,
            _("Events"),
            Event,
            texts=("title", "note", "place"),
            of=_of_customer,
            around=lambda pk: Q(customer=pk),
            facts={"starts_at": _("Begins"), "owner": _("Who does it")},
            record=lambda row: (EVENT, row.pk),
        ),
    ):
        persons.register(words)


def _stands(person: Person) -> Q:
    """As the contact of the record, or as its customer."""
    return Q(contact=person.contact) if person.contact else Q(customer=person.customer)


def _planned(person: Person) -> Q:
    """Plans know their record, and by it the contact."""
    if person.contact:
        return Q(made_by__contact=person.contact) | Q(done_by__contact=person.contact)
    return _of_customer(person)


def _of_customer(person: Person) -> Q:
    return Q(pk__in=[]) if person.contact else Q(customer=person.customer)


def _on(activities: "QuerySet[Activity]") -> Q:
    return Q(kind=postings.ACTIVITY, record_id__in=activities.values("pk"))
