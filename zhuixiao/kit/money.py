"""Money is a whole number of minor units (分); Decimal only at the edges."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

# 10^13 minor units is a hundred billion yuan: larger is a typing error, and stays inside a bigint.
LARGEST = 10**13


def to_minor(value: Decimal) -> int:
    """Minor units of a decimal amount, half up."""
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_decimal(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-2)


class MoneyFormField(forms.DecimalField):
    """Shows 12.50, cleans to 1250."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return to_decimal(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        return None if amount is None else to_minor(amount)


class MoneyField(models.BigIntegerField[Any, Any]):
    """An amount in minor units."""

    description = _("Amount of money")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MoneyFormField, **kwargs})
