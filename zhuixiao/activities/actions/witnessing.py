"""An action record whose proof came, or fell, after it was made."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.files.models import StoredFile
from zhuixiao.ledger.actions import Posting, post_many
from zhuixiao.ledger.facts import Fact

from .. import postings
from ..models import Activity
from ..queries.types import rules_of
from . import figures
from .recording import plan_next
from .values import is_proven

Item = tuple[Fact, Sequence[Posting]]


@transaction.atomic
def review(*, activity_id: int, also: Sequence[Item] = ()) -> None:
    """Ask the witnesses of a record anew and post what follows; `also` is posted along with it,
    so that a transaction posts once."""
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    items = list(also)
    if _is_new_proof(row):
        row.save(update_fields=["is_verified"])
        items.append(_posted(row))
    post_many(items=items)


@transaction.atomic
def complete(
    *,
    by: Actor,
    activity_id: int,
    subject: str,
    description: str,
    next_on: date | None = None,
    next_note: str = "",
    also: Sequence[Item] = (),
) -> None:
    """Fill in a record that the program made before its person told about it, and plan what comes
    next. Words that somebody wrote into it since stay, as they do without a `subject`."""
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    items = list(also)
    is_untouched = row.version == 1 and row.deleted_at is None
    changes: audit.Changes = {}
    if subject and is_untouched:
        changes = audit.differences(row, {"subject": subject, "description": description})
        row.subject, row.description = subject, description
    if _is_new_proof(row) or changes:
        row.version += 1 if changes else 0
        row.save(update_fields=["subject", "description", "is_verified", "version"])
        items.append(_posted(row))
    if next_on and row.deleted_at is None:
        plan = plan_next(by, row, next_on, next_note)
        items.append((postings.follow_up_fact(plan), postings.of_follow_up(plan)))
    post_many(items=items)
    figures.refresh([row.customer_id])
    if changes:
        audit.write(
            by=by,
            action="edit",
            kind=postings.ACTIVITY,
            record_id=row.pk,
            label=row.subject,
            changes=changes,
            version=row.version,
        )


def _is_new_proof(row: Activity) -> bool:
    """Ask anew whether the record is proven; whether that changed it."""
    rule = rules_of([row.type])[row.type_id]
    files = StoredFile.objects.of_record(postings.ACTIVITY, row.pk).count()
    proven = is_proven(rule, row.description, files=files, activity_id=row.pk)
    is_changed = proven != row.is_verified
    row.is_verified = proven
    return is_changed


def _posted(row: Activity) -> Item:
    return postings.activity_fact(row), postings.of_activity(row, list(row.executor_rows.all()))
