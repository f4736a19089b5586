"""Fixed vocabularies of visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
