"""Comments with @mentions on any record that a person may see."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.text.normal import clean
from zhuixiao.notices.actions import notify

from .. import comments, mentions
from ..comments import Target
from ..models import Comment

LENGTH = 5_000


@transaction.atomic
def comment(
    *, by: Actor, kind: str, record_id: int, text: str, is_question: bool = False
) -> Comment:
    """Comment on a record; its people and earlier commenters, as far as they see it today, and
    those named with @ are told. A question asks the one who answers for the record; a comment of
    his answers those that are open.

    Raises NotAllowed; Invalid for an empty text or when a named person may not see the record.
    """
    by.employee.access.check("activities", "comment")
    target = comments.target(by.employee, kind, record_id)
    if target is None:
        raise NotAllowed
    written = clean(text, multiline=True)
    if not written:
        raise Invalid({"text": _("Write something first.")})
    if len(written) > LENGTH:
        raise Invalid({"text": _("At most %(limit)d characters.") % {"limit": LENGTH}})
    named = mentions.mentioned(written, by=by.employee)
    for person in named:
        if comments.target(person, kind, record_id) is None:
            text_of_error = _("%(name)s may not see this record, so cannot be asked here.")
            raise Invalid({"text": text_of_error % {"name": person.name}})
    if target.answers == by.employee.pk:
        # What somebody before him was asked is his to answer, and answered by this.
        waiting = Comment.objects.filter(kind=kind, record_id=record_id).open_questions()
        waiting.exclude(asked=by.employee).update(asked=by.employee)
    asked = target.answers if is_question else None
    if is_question and asked in {None, by.employee.pk}:
        raise Invalid({"text": _("There is nobody here whom you could ask.")})
    row = Comment.objects.create(
        kind=kind,
        record_id=record_id,
        employee=by.employee,
        text=written,
        mentions=[person.pk for person in named],
        asked_id=asked,
        at=by.at,
    )
    audit.write(by=by, action="comment", kind=kind, record_id=record_id, label=written)
    _tell(by, row, target)
    return row


@transaction.atomic
def remove(*, by: Actor, comment: Comment) -> None:
    """Take the own comment back. Raises NotAllowed."""
    if comment.employee_id != by.employee.pk:
        raise NotAllowed
    comment.deleted_at = by.at
    comment.save(update_fields=["deleted_at"])
    audit.write(
        by=by,
        action="remove_comment",
        kind=comment.kind,
        record_id=comment.record_id,
        label=comment.text,
    )


def _tell(by: Actor, row: Comment, target: Target) -> None:
    asked = _seeing(row, {row.asked_id} if row.asked_id else ())
    named = set(row.mentions) - asked
    earlier = Comment.objects.of_record(row.kind, row.record_id)
    others = {*target.people, *earlier.values_list("employee", flat=True)}
    people = _seeing(row, others - named - asked - {by.employee.pk})
    params = {"name": by.employee.name, "subject": target.label[:60], "text": row.text[:60]}
    for readers, kind, text in (
        (asked, "activities.mention", gettext_noop("%(name)s asks you: %(text)s")),
        (named, "activities.mention", gettext_noop("%(name)s mentioned you: %(text)s")),
        (people, "activities.comment", gettext_noop("%(name)s on %(subject)s: %(text)s")),
    ):
        if readers:
            notify(
                to=readers,
                kind=kind,
                text=text,
                params=params,
                at=by.at,
                url=target.url,
                customer_id=target.customer_id,
                by_id=by.employee.pk,
            )


def _seeing(row: Comment, people: Iterable[int]) -> set[int]:
    """Those of them who may still see the record; whoever moved or lost it is told no more."""
    rows = Employee.objects.active().with_access().filter(pk__in=people)
    return {one.pk for one in rows if comments.target(one, row.kind, row.record_id)}
