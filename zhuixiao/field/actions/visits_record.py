"""The action record that a visit becomes once it is over."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import recording, witnessing
from zhuixiao.activities.actions.values import SUBJECT_LENGTH, NewActivity
from zhuixiao.activities.queries.types import rules_of
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.ledger.actions import Posting, post_many
from zhuixiao.ledger.facts import Fact

from ..models import Visit
from ..postings import visits as postings

Item = tuple[Fact, Sequence[Posting]]
_TYPE = "onsite_visit"


def record(by: Actor, visit: Visit) -> None:
    """Save the action record of a closed visit, with its postings.

    Nothing is written to a customer that is not open to the visitor, nor by who may not record
    activities; the visit's own postings come all the same.
    """
    items = [items_of(visit)]
    type_ = _type()
    if type_ is None or not _is_open_to(by, visit):
        post_many(items=items)
        return
    new = NewActivity(
        customer_id=visit.customer_id,
        subject=_subject(visit),
        type_id=type_.pk,
        at=visit.at,
        description=visit.note,
        next_on=visit.next_on,
        next_note=visit.next_note,
    )
    visit.activity = recording.log(by=by, new=new, is_witnessed=visit.is_verified, also=items)
    visit.save(update_fields=["activity"])


def complete(by: Actor, visit: Visit) -> None:
    """Put what a late sign-out tells into the action record that the night has made."""
    is_open = _is_open_to(by, visit)
    witnessing.complete(
        by=by,
        activity_id=visit.activity_id or 0,
        subject=_subject(visit) if is_open else "",
        description=visit.note,
        next_on=visit.next_on if is_open else None,
        next_note=visit.next_note,
        also=[items_of(visit)],
    )


def repost(visit: Visit, also: Sequence[Item] = ()) -> None:
    """Bring the ledger in step with a visit whose proof came later; `also` is posted with it."""
    items = [items_of(visit), *also]
    if visit.activity_id:
        witnessing.review(activity_id=visit.activity_id, also=items)
    else:
        post_many(items=items)


def items_of(visit: Visit) -> Item:
    return postings.visit_fact(visit), postings.of_visit(visit)


def _is_open_to(by: Actor, visit: Visit) -> bool:
    """Whether the visitor may write to the customer now; one that went away meanwhile is marked."""
    rows = Customer.objects.workable_by(by.employee).filter(pk=visit.customer_id)
    if not visit.is_detached and not rows.exists():
        visit.is_detached = True
        visit.save(update_fields=["is_detached"])
    return not visit.is_detached and by.employee.access.may("activities", "create")


def _subject(visit: Visit) -> str:
    """The first line of the note says it best."""
    first = visit.note.strip().partition("\n")[0].strip()
    return (first or _("Visit: %(type)s") % {"type": visit.type.name})[:SUBJECT_LENGTH]


def _type() -> Option | None:
    """The deck's 上门拜访; where the company put it away, or asks for a chat there, another one."""
    rows = list(Option.objects.of(PickList.ACTIVITY_TYPE).in_use())
    rules = rules_of(rows)
    fit = [row for row in rows if not rules[row.pk].needs_transcript]
    return min(fit, key=lambda row: row.key != _TYPE, default=None)
