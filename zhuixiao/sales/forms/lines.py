"""The lines of a document as rows to type in: all rows send the same names, so that one can be
added without counting. A row in which nothing was said is none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Self

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.catalog.models import Product
from zhuixiao.catalog.product_rows import named
from zhuixiao.kit.typed import whole

from ..actions.lines import MOST_LINES, NewLine
from ..models.lines import Line
from .scaled import PercentFormField, PriceFormField, QuantityFormField

# One piece, in thousandths: the quantity with which a new row begins.
_USUAL = 1_000


class LineRow(forms.Form):
    """`products` are those that the rows have chosen, by id; others are asked for."""

    prefix = "line"

    id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    product = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=_("Product")
    )
    name = forms.CharField(
        required=False, max_length=120, label=pgettext_lazy("line", "Description")
    )
    quantity = QuantityFormField(required=False, label=_("Quantity"))
    unit = forms.CharField(required=False, max_length=20, label=_("Unit"))
    price = PriceFormField(required=False, label=pgettext_lazy("line", "Price"))
    discount = PercentFormField(required=False, label=_("Discount %"))
    tax = PercentFormField(required=False, label=_("Tax %"))
    note = forms.CharField(required=False, max_length=200, label=_("Note"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        number: int | str,
        products: Mapping[int, Product],
        find_url: str,
        initial: Mapping[str, Any] | None = None,
        cost: int | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id=f"line{number}-%s")
        # Of one unit, in hundredths of a minor unit; None where the reader may not know it.
        self.cost = cost
        chosen = products.get(whole(self["product"].value()) or 0)
        product: forms.TypedChoiceField = self.fields["product"]  # type: ignore[assignment]
        product.choices = [("", ""), *([(chosen.pk, named(chosen))] if chosen else [])]
        product.widget.attrs |= {"data-select": "", "data-select-url": find_url}
        for name, field in self.fields.items():
            kind = "form-select" if name == "product" else "form-control"
            field.widget.attrs |= {
                "class": kind,
                "aria-label": str(field.label),
                "data-line": name,
                "data-no-draft": True,
            }
        self.fields["name"].widget.attrs["placeholder"] = pgettext_lazy("line", "Description")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: the quantity and the tax of a new row alone say nothing."""
        values = self.cleaned_data
        said = any(values.get(name) for name in ("product", "name", "price"))
        return not said and (values.get("quantity") or _USUAL) == _USUAL

    def line(self) -> NewLine:
        """What was typed, for the action, which knows what is missing."""
        values = self.cleaned_data
        return NewLine(
            quantity=values.get("quantity") or 0,
            price=values.get("price") or 0,
            product_id=values.get("product"),
            name=values.get("name") or "",
            unit=values.get("unit") or "",
            discount_bp=values.get("discount") or 0,
            tax_bp=values.get("tax") or 0,
            note=values.get("note") or "",
            line_id=values.get("id"),
        )

    def mark(self) -> None:
        """Let the widgets of wrong fields say so."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"


@dataclass(frozen=True)
class LineRows:
    """The rows of a form, as they stand on the document or were typed."""

    rows: Sequence[LineRow]
    find_url: str
    tax_bp: int

    @classmethod
    def of(
        cls,
        lines: Iterable[Line | NewLine],
        *,
        find_url: str,
        tax_bp: int,
        keeps_ids: bool = False,
        costs: Mapping[int, int] | None = None,
    ) -> Self:
        """What a document has; `costs` of one unit by product, for who may know them."""
        held = list(lines)
        products = Product.objects.in_bulk([row.product_id for row in held if row.product_id])
        rows = [
            LineRow(
                number=number,
                products=products,
                find_url=find_url,
                cost=(costs or {}).get(row.product_id or 0),
                initial={
                    "id": row.pk if keeps_ids and isinstance(row, Line) else None,
                    "product": row.product_id,
                    "name": "" if not row.name or _same(row, products) else row.name,
                    "quantity": row.quantity,
                    "unit": row.unit,
                    "price": row.price,
                    "discount": row.discount_bp or None,
                    "tax": row.tax_bp,
                    "note": row.note,
                },
            )
            for number, row in enumerate(held)
        ]
        return cls(rows, find_url, tax_bp)

    @classmethod
    def typed(cls, data: MultiValueDict[str, str], *, find_url: str, tax_bp: int) -> Self:
        """What was sent."""
        names = [f"{LineRow.prefix}-{name}" for name in LineRow.base_fields]
        columns = [data.getlist(name)[: MOST_LINES + 1] for name in names]
        sent = [
            dict(zip(names, values, strict=True)) for values in zip_longest(*columns, fillvalue="")
        ]
        chosen = {pk for row in sent if (pk := whole(row["line-product"]))}
        products = Product.objects.in_bulk(chosen)
        rows = [
            LineRow(row, number=number, products=products, find_url=find_url)
            for number, row in enumerate(sent)
        ]
        return cls(rows, find_url, tax_bp)

    @property
    def blank(self) -> LineRow:
        """One more row, which the page copies."""
        initial = {"tax": self.tax_bp, "quantity": _USUAL}
        return LineRow(number="new", products={}, find_url=self.find_url, initial=initial)

    def are_valid(self) -> bool:
        """Whether each row can be read; the marks show which cannot."""
        valid = [row.is_valid() for row in self.rows]
        for row in self.rows:
            row.mark()
        return all(valid)

    def lines(self) -> list[NewLine]:
        """The rows in which something was said."""
        return [row.line() for row in self._said()]

    def take_errors(self, errors: Mapping[str, object]) -> dict[str, object]:
        """Put what an action says about "lines.2.price" on its row; the rest is returned."""
        said, rest = self._said(), {}
        for key, text in errors.items():
            place, _dot, name = key.removeprefix("lines.").partition(".")
            number = whole(place)
            if key.startswith("lines.") and number is not None and number < len(said):
                row = said[number]
                row.add_error(name if name in row.fields else None, str(text))
                row.mark()
            else:
                rest[key] = text
        return rest

    def _said(self) -> list[LineRow]:
        return [row for row in self.rows if not row.is_empty]


def _same(row: Line | NewLine, products: Mapping[int, Product]) -> bool:
    """Whether the name on the document is the product's own."""
    product = products.get(row.product_id or 0)
    return product is not None and product.name == row.name
