"""What the stages of opportunities mean that every company starts with, by the option's key."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """Fields that a stage may ask for on entry."""

    AMOUNT = "amount", _("Amount")
    EXPECTED_ON = "expected_on", _("Expected close")
    CONTACT = "contact", _("Contact")
    LINES = "lines", _("Products")
    COMPETITORS = "competitors", _("Competitors")
    NEXT_STEP = "next_step", _("Next step")
    NEXT_STEP_ON = "next_step_on", _("Next step on")
    LOSS_REASON = "loss_reason", _("Loss reason")
    NOTE = "note", _("Note")


class Meaning(NamedTuple):
    """Probability in basis points, days after which it is stale, fields asked for on entry."""

    probability_bp: int
    stale_days: int = 14
    needs: tuple[str, ...] = ()


BUILT_IN = {
    "new": Meaning(1_000),
    "needs_clear": Meaning(3_000, needs=("amount",)),
    "proved": Meaning(5_000, needs=("amount", "expected_on")),
    "quoted": Meaning(7_000, needs=("amount", "expected_on")),
    "negotiation": Meaning(8_500, 7, ("amount", "expected_on")),
    "won": Meaning(10_000, 0, ("amount",)),
    "lost": Meaning(0, 0, ("loss_reason",)),
}
