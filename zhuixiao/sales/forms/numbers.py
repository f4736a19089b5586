"""Numbers as people write them: quantities, prices, shares and rates are whole numbers inside."""

from typing import Any

from django import forms

from .. import written
from ..written import plain


class ScaledField(forms.DecimalField):
    """A decimal number whose value is a whole number of its smallest part."""

    scale = 0
    largest = 10**12

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", self.largest)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(decimal_places=self.scale, widget=kwargs.pop("widget", widget), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return plain(value, self.scale) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = value.replace(",", "").replace("，", "") if isinstance(value, str) else value
        number = super().clean(text)
        return None if number is None else int(number.scaleb(self.scale))


class QuantityFormField(ScaledField):
    """1.5 is 1500."""

    scale, largest = written.QUANTITY, 10**6


class PriceFormField(ScaledField):
    """12.5 is 125000: hundredths of a minor unit."""

    scale, largest = written.PRICE, 10**8


class PercentFormField(ScaledField):
    """13 is 1300 basis points."""

    scale, largest = written.PERCENT, 100


class RateFormField(ScaledField):
    """7.1234 is 7123400 millionths."""

    scale, largest = written.RATE, 10**6
