"""The products of an opportunity as rows to type in; all rows send the same names, so that one can
be added without counting. A row without a product is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Self

from django import forms
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.catalog.models import Product
from zhuixiao.catalog.prices import price_of
from zhuixiao.catalog.product_rows import named
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.typed import whole

from ..actions.opportunity_values import WantedLine
from ..models import Opportunity

# More rows than anybody types; the action has its own limit.
MOST = 500
_THOUSAND, _PRICE_PARTS = Decimal(1_000), Decimal(10_000)


class LineRow(forms.Form):
    """`products` are those that the rows have chosen, by id."""

    prefix = "line"

    product = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Product")
    )
    quantity = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=3,
        label=gettext_lazy("Quantity"),
    )
    price = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=4,
        label=gettext_lazy("Price"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        number: int,
        products: Mapping[int, Product],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"line{number}-%s")
        # The box holds the chosen one; others are asked for.
        chosen = products.get(whole(self["product"].value()) or 0)
        box: forms.ChoiceField = self.fields["product"]  # type: ignore[assignment]
        box.choices = [("", ""), *([(chosen.pk, named(chosen))] if chosen else [])]
        box.widget.attrs |= {
            "data-select": "",
            "data-select-url": reverse_lazy("sales:opportunity-products"),
        }
        self.fields["price"].widget.attrs["placeholder"] = _("list price")
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "class": "form-select" if name == "product" else "form-control",
                "aria-label": str(field.label),
            }
            if self.is_bound and self.errors.get(name):
                field.widget.attrs["aria-invalid"] = "true"

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        is_typed = values.get("quantity") or values.get("price") is not None
        if is_typed and not values.get("product") and "product" not in self.errors:
            self.add_error("product", _("Choose a product for each quantity."))
        return values


@dataclass(frozen=True)
class LineRows:
    """The rows as they stand on the opportunity or were typed."""

    forms: Sequence[LineRow]

    @classmethod
    def empty(cls) -> Self:
        return cls([LineRow(number=0, products={})])

    @classmethod
    def of(cls, opportunity: Opportunity) -> Self:
        """What it has, and an empty row where there is nothing."""
        rows = opportunity.lines.select_related("product").order_by("position")
        held = [
            LineRow(
                number=number,
                products={row.product_id: row.product},
                initial={
                    "product": row.product_id,
                    "quantity": _tidy(Decimal(row.quantity) / _THOUSAND),
                    "price": _tidy(Decimal(row.price) / _PRICE_PARTS),
                },
            )
            for number, row in enumerate(rows)
        ]
        return cls(held or [LineRow(number=0, products={})])

    @classmethod
    def typed(cls, data: MultiValueDict[str, str]) -> Self:
        """What was sent."""
        names = [f"{LineRow.prefix}-{name}" for name in LineRow.base_fields]
        columns = [data.getlist(name)[:MOST] for name in names]
        sent = [
            dict(zip(names, values, strict=True)) for values in zip_longest(*columns, fillvalue="")
        ]
        chosen = {pk for row in sent if (pk := whole(row["line-product"]))}
        products = Product.objects.in_bulk(chosen)
        rows = [LineRow(row, number=number, products=products) for number, row in enumerate(sent)]
        return cls(rows or [LineRow(number=0, products={})])

    def are_valid(self) -> bool:
        return all(not row.is_bound or row.is_valid() for row in self.forms)

    def lines(self, customer: Customer | None) -> list[WantedLine]:
        """Of valid rows; no price is the one of the customer's level, no quantity is one."""
        filled = self._filled()
        wanted = {row.cleaned_data["product"] for row in filled}
        level = customer.importance_id if customer else None
        listed = price_of(wanted, level=level) if wanted else {}
        return [
            WantedLine(
                product_id=values["product"],
                quantity=int((values["quantity"] or Decimal(1)) * _THOUSAND),
                price=listed.get(values["product"], 0) * 100
                if values["price"] is None
                else int(values["price"] * _PRICE_PARTS),
            )
            for values in (row.cleaned_data for row in filled)
        ]

    def add_errors(self, error: Invalid) -> None:
        """Put what the action said of a line ("lines.2.quantity") at its row."""
        filled = self._filled()
        for name, text in list(error.errors.items()):
            parts = name.split(".")
            if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) < len(filled):
                row = filled[int(parts[1])]
                row.add_error(parts[2] if parts[2] in row.fields else None, str(text))
                error.errors.pop(name)

    def _filled(self) -> list[LineRow]:
        return [row for row in self.forms if row.is_bound and row.cleaned_data.get("product")]


def _tidy(value: Decimal) -> str:
    """Without the zeros that say nothing."""
    return f"{value.normalize():f}"
