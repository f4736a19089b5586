"""Fixed vocabularies of selling; pick lists of the company's own stand in the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuoteState(models.TextChoices):
    """Expired is no state: it follows from the day."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", pgettext_lazy("quote", "Accepted")
    DECLINED = "declined", pgettext_lazy("quote", "Declined")
    # A newer version of the same quote stands in its place.
    REPLACED = "replaced", pgettext_lazy("quote", "Replaced")


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    # Somebody has to agree first; nothing counts before.
    ASKED = "asked", _("Being decided")
    SIGNED = "signed", pgettext_lazy("order", "Signed")
    RUNNING = "running", pgettext_lazy("order", "Running")
    COMPLETE = "complete", pgettext_lazy("order", "Complete")
    VOID = "void", pgettext_lazy("order", "Void")


# Orders that count as sold.
IN_FORCE = (OrderState.SIGNED, OrderState.RUNNING, OrderState.COMPLETE)


class ReturnKind(models.TextChoices):
    RETURN = "return", pgettext_lazy("goods", "Return")
    EXCHANGE = "exchange", pgettext_lazy("goods", "Exchange")


class ReturnState(models.TextChoices):
    ASKED = "asked", _("Being decided")
    ACCEPTED = "accepted", pgettext_lazy("return", "Accepted")
    REFUSED = "refused", _("Refused")


class ShipmentState(models.TextChoices):
    SENT = "sent", pgettext_lazy("shipment", "On its way")
    SIGNED = "signed", pgettext_lazy("shipment", "Signed for")


class PaymentKind(models.TextChoices):
    RECEIPT = "receipt", pgettext_lazy("payment", "Received")
    REFUND = "refund", pgettext_lazy("payment", "Paid back")


class InvoiceKind(models.TextChoices):
    """专票 lets the buyer deduct the tax, 普票 does not."""

    SPECIAL = "special", _("Special VAT invoice")
    NORMAL = "normal", _("Normal invoice")


class InvoiceState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("invoice", "To be issued")
    ISSUED = "issued", pgettext_lazy("invoice", "Issued")
    VOID = "void", pgettext_lazy("invoice", "Void")


class TitleKind(models.TextChoices):
    """To whom an invoice is made out (抬头)."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")


class ClaimState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ASKED = "asked", _("Being decided")
    APPROVED = "approved", pgettext_lazy("claim", "Approved")
    REFUSED = "refused", _("Refused")
    PAID = "paid", pgettext_lazy("claim", "Paid out")


# Claims whose person may still change them.
CHANGEABLE = (ClaimState.DRAFT, ClaimState.REFUSED)


class TargetUnit(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")
