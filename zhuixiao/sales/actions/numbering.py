"""Numbers of documents: a prefix, the day, and a counter that starts anew every day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Series
from ..preferences import preferences

ORDER, QUOTE, PAYMENT, SHIPMENT, RETURN, CLAIM = "HT", "BJ", "HK", "FH", "TH", "BX"
KINDS = (ORDER, QUOTE, PAYMENT, SHIPMENT, RETURN, CLAIM)
LABELS = (
    (ORDER, _("Contract order")),
    (QUOTE, _("Quote")),
    (PAYMENT, _("Payment")),
    (SHIPMENT, _("Shipment")),
    (RETURN, _("Return of goods")),
    (CLAIM, _("Expense claim")),
)


@transaction.atomic
def next_number(kind: str, day: date) -> str:
    """The next number of a kind, "HT20260302-003"; the row stays locked until the commit, so no
    number is given twice and, if the caller fails, none is lost."""
    return next_numbers(kind, day, 1)[0]


@transaction.atomic
def free_number(kind: str, day: date, rows: "QuerySet[Any]") -> str:
    """The next number of a kind that none of these records got by hand; however many did, they are
    looked up at once."""
    number = next_number(kind, day)
    if rows.filter(number=number).exists():
        prefix, _dash, last = number.rpartition("-")
        taken = set(rows.filter(number__startswith=f"{prefix}-").values_list("number", flat=True))
        count = int(last)
        while number in taken:
            count += 1
            number = f"{prefix}-{count:03d}"
        Series.objects.filter(pk=prefix).update(last=count)
    return number


@transaction.atomic
def next_numbers(kind: str, day: date, count: int) -> list[str]:
    """`next_number` for many at once, in order."""
    prefix = f"{preferences().prefixes.get(kind, kind)}{day:%Y%m%d}"
    Series.objects.get_or_create(prefix=prefix)
    Series.objects.filter(pk=prefix).update(last=F("last") + count)
    last = Series.objects.get(pk=prefix).last
    return [f"{prefix}-{number:03d}" for number in range(last - count + 1, last + 1)]
