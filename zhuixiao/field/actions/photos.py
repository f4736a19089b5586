"""Taking in a photo from the field."""

from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files import actions as files
from zhuixiao.files.actions import Upload
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from ..choices.visits import PhotosFrom, StepKind
from ..metrics.visits import VISITS
from ..models import Photo, Visit
from ..models.captured import moment
from ..phone.captures import Capture
from ..postings import visits as postings
from ..visits import exif
from . import once, visits, visits_once, visits_record
from .visits_customer import customer_of

NOTE_LENGTH = 200
MOST_OF_VISIT = 50
# A photo older than this was not taken for the item that brings it.
FRESH = timedelta(minutes=10)
# As it is shown on a desk; a phone shrinks it further before it sends it.
_LONGEST = 2560


@dataclass(frozen=True)
class NewPhoto:
    """Of a visit, by the phone's number of its sign-in, or else of a customer."""

    visit: UUID | None = None
    customer_id: int | None = None
    step: str = ""
    source: str = PhotosFrom.ANY
    note: str = ""


@transaction.atomic
def add(*, by: Actor, capture: Capture, new: NewPhoto, upload: Upload) -> Photo:
    """Keep a photo with what phone, server and its own file say of time and place.

    One that proves a visit verifies it. Raises NotAllowed, RuleError: one that waits while the
    visit's sign-in has not come.
    """
    by.employee.access.check(VISITS, "create")
    if held := once.made_before(Photo, by, capture):
        return held
    visit = visits_once.own_visit(by, new.visit) if new.visit else None
    customer = visit.customer if visit else customer_of(by, new.customer_id or 0)[0]
    if visit and new.step:
        _check_step(visit, new.step)
    if visit and visit.photos.count() >= MOST_OF_VISIT:
        raise RuleError(_("At most %(limit)d photos.") % {"limit": MOST_OF_VISIT})
    told = exif.read(cast("BinaryIO", upload.file), by.zone)
    file = files.store(by=by, upload=upload, longest=_LONGEST)
    if not file.is_image:
        raise RuleError(_("Take a picture."), field="file")
    place = told.place
    photo = Photo(
        employee=by.employee,
        department_id=by.employee.department_id,
        day=visits_once.company_day(by, capture),
        customer=customer,
        visit=visit,
        step=new.step if visit else "",
        file=file,
        source=new.source if new.source in PhotosFrom.values else PhotosFrom.ANY,
        taken_at=told.at,
        taken_latitude=place.latitude if place else None,
        taken_longitude=place.longitude if place else None,
        is_stale=_is_stale(visit, capture, told),
        note=" ".join(clean(new.note).split())[:NOTE_LENGTH],
        **moment(capture),
    )
    photo.save(force_insert=True)
    files.attach(by=by, file_ids=[file.pk], kind=postings.PHOTO, record_id=photo.pk)
    item = (postings.photo_fact(photo), postings.of_photo(photo))
    if visit and visits.is_newly_proven(visit):
        visits_record.repost(visit, also=[item])
    else:
        post_many(items=[item])
    return photo


def _check_step(visit: Visit, key: str) -> None:
    if not any(step.key == key and step.kind == StepKind.PHOTO for step in visit.all_steps):
        raise RuleError(_("This visit has no such step."), field="step")


def _is_stale(visit: Visit | None, capture: Capture, told: exif.Told) -> bool:
    """Whether only the camera was allowed and the file says that the picture is older."""
    if visit is None or visit.type.photos_from != PhotosFrom.CAMERA or told.at is None:
        return False
    return capture.at - told.at > FRESH
