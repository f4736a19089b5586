"""The words of visits, and the rule that tells how near to the customer somebody was.

A visit is proven (verified) by a position within the fence, at sign-in or sign-out, that no program
made up, or by a photo taken with the camera on the spot. A position that the visit itself gave to
the customer proves nothing: it could be taken anywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.kit.geo import Position

DEFAULT_FENCE = 300
SMALLEST_FENCE, LARGEST_FENCE = 50, 5_000
# The radius that a phone tells under an open sky or beside a window; a wider one pins no customer.
GOOD_ACCURACY = 100


class StepKind(models.TextChoices):
    PHOTO = "photo", pgettext_lazy("step of a visit", "Photo")
    NUMBER = "number", pgettext_lazy("step of a visit", "Number")
    TEXT = "text", pgettext_lazy("step of a visit", "Text")
    YES_NO = "yes_no", pgettext_lazy("step of a visit", "Yes or no")


class PhotosFrom(models.TextChoices):
    """Where photos of a visit may come from."""

    CAMERA = "camera", _("Only the camera")
    ANY = "any", _("Camera or album")


class Whereabouts(models.TextChoices):
    """Where somebody was, seen from the customer's position."""

    WITHIN = "within", _("At the customer")
    PINNED = "pinned", _("Gave the customer its position")
    UNSURE = "unsure", _("Position too inexact")
    OUTSIDE = "outside", _("Not at the customer")
    UNKNOWN = "unknown", _("No position")


class VisitState(models.TextChoices):
    OPEN = "open", _("At work there")
    DONE = "done", _("Signed out")
    UNSIGNED = "unsigned", _("Not signed out")


@dataclass(frozen=True)
class Step:
    """What is to be done on a visit. `key` stays when the words change: answers name it."""

    key: str
    label: str
    kind: str
    is_required: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return vars(self).copy()


def steps_of(rows: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps that JSON keeps, in their order."""
    return [Step(row["key"], row["label"], row["kind"], row["is_required"]) for row in rows]


def whereabouts(
    place: Position | None, accuracy: float | None, customer: Position | None, fence: int
) -> tuple[Whereabouts, int | None]:
    """How near that is, and the distance in metres where both positions are known.

    Who is told to be outside surely is: his whole circle lies beyond the fence.
    """
    if place is None or customer is None:
        return Whereabouts.UNKNOWN, None
    distance = place.metres_to(customer)
    if accuracy is None or accuracy > max(fence, GOOD_ACCURACY):
        is_sure = accuracy is not None and distance - accuracy > fence
        return (Whereabouts.OUTSIDE if is_sure else Whereabouts.UNSURE), round(distance)
    if distance <= fence:
        return Whereabouts.WITHIN, round(distance)
    is_sure = distance - accuracy > fence
    return (Whereabouts.OUTSIDE if is_sure else Whereabouts.UNSURE), round(distance)
