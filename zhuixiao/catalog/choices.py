"""The pick lists that exist; their options are the company's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PickList(models.TextChoices):
    IMPORTANCE = "importance", _("Importance")
    INDUSTRY = "industry", _("Industry")
    STAGE = "stage", _("Stage")
    ACTIVITY_TYPE = "activity_type", _("Activity type")
    DECISION_ROLE = "decision_role", _("Role in decision")
    TAG = "tag", _("Tag")
    OPPORTUNITY_STAGE = "opportunity_stage", _("Stage of opportunities")
    LOSS_REASON = "loss_reason", _("Loss reason")
    COMPETITOR = "competitor", _("Competitor")
    ORDER_TYPE = "order_type", _("Type of order")
    PAYMENT_METHOD = "payment_method", _("Way of payment")
    EXPENSE_TYPE = "expense_type", _("Type of expense")


# The lists whose options say what they mean for counting.
STAGES = (PickList.STAGE, PickList.OPPORTUNITY_STAGE)


class StageOutcome(models.TextChoices):
    """What a stage means for counting: open, won or lost."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class RegionLevel(models.IntegerChoices):
    PROVINCE = 1, _("Province")
    CITY = 2, _("City")
    DISTRICT = 3, _("District")


class Colour(models.TextChoices):
    """The palette of pick lists; CSS classes carry the same names."""

    GREY = "grey", _("Grey")
    BLUE = "blue", _("Blue")
    PINK = "pink", _("Pink")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PURPLE = "purple", _("Purple")
