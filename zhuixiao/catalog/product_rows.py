"""The small tables in the dialog of a product: level prices and parts, a form for each row.

All rows send the same names, so that one can be added without counting. A row without a price or
without a quantity is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Self

from django import forms
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.kit.money import MoneyFormField
from zhuixiao.kit.typed import whole

from .actions.bundles import Part
from .actions.prices import Tier
from .bundles import parts_of
from .choices import PickList
from .models import Option, Product
from .prices import tiers_of

# More rows than a product takes: the action says so.
MOST = 100


class TierRow(forms.Form):
    """`levels` are all there are: a retired one is only offered where it is chosen."""

    prefix = "tier"

    level = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Customer level")
    )
    least = forms.IntegerField(
        required=False, min_value=0, max_value=10**9, label=gettext_lazy("From quantity")
    )
    price = MoneyFormField(required=False, min_value=0, label=gettext_lazy("Price"))

    def __init__(
        self, data: Any = None, *, number: int, levels: Sequence[Option], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"tier{number}-%s")
        chosen = whole(self["level"].value())
        usable = [one for one in levels if one.retired_at is None or one.pk == chosen]
        _offer(self, "level", [(one.pk, str(one)) for one in usable])
        _dress(self)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("price") is not None and not self.cleaned_data.get("level"):
            self.add_error("level", _("Choose a level of customers for each price."))
        return self.cleaned_data


class PartRow(forms.Form):
    """`products` are those that the rows have chosen, by id."""

    prefix = "part"

    part = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=gettext_lazy("Product")
    )
    quantity = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=3,
        label=gettext_lazy("Quantity"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        number: int,
        products: Mapping[int, Product],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"part{number}-%s")
        # The box holds the chosen one; others are asked for.
        chosen = products.get(whole(self["part"].value()) or 0)
        _offer(self, "part", [(chosen.pk, named(chosen))] if chosen else [])
        self.fields["part"].widget.attrs |= {
            "data-select": "",
            "data-select-url": reverse_lazy("catalog:product-find"),
        }
        _dress(self)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("quantity") and not self.cleaned_data.get("part"):
            self.add_error("part", _("Choose a product for each quantity."))
        return self.cleaned_data


@dataclass(frozen=True)
class RowForms:
    """The rows of both tables, as they stand on the product or were typed."""

    tier_forms: Sequence[TierRow]
    part_forms: Sequence[PartRow]

    @classmethod
    def empty(cls) -> Self:
        """One empty row each."""
        return cls([TierRow(number=0, levels=_levels())], [PartRow(number=0, products={})])

    @classmethod
    def of(cls, product: Product) -> Self:
        """What the product has, and an empty row where there is nothing."""
        levels = _levels()
        tiers = [
            TierRow(
                number=number,
                levels=levels,
                initial={"level": one.level_id, "least": one.least or None, "price": one.price},
            )
            for number, one in enumerate(tiers_of(product))
        ]
        parts = [
            PartRow(
                number=number,
                products={one.part_id: one.part},
                initial={"part": one.part_id, "quantity": one.amount},
            )
            for number, one in enumerate(parts_of(product))
        ]
        return cls(
            tiers or [TierRow(number=0, levels=levels)], parts or [PartRow(number=0, products={})]
        )

    @classmethod
    def typed(cls, data: MultiValueDict[str, str]) -> Self:
        """What was sent."""
        tiers, parts, levels = _sent(TierRow, data), _sent(PartRow, data), _levels()
        chosen = {pk for row in parts if (pk := whole(row["part-part"]))}
        products = Product.objects.in_bulk(chosen)
        return cls(
            [TierRow(row, number=number, levels=levels) for number, row in enumerate(tiers)],
            [PartRow(row, number=number, products=products) for number, row in enumerate(parts)],
        )

    def are_valid(self) -> bool:
        return all(not row.is_bound or row.is_valid() for row in self._all())

    def tiers(self) -> list[Tier]:
        """The level prices, of valid rows."""
        return [
            Tier(row["level"], row["price"], row["least"] or 0)
            for row in (form.cleaned_data for form in self.tier_forms)
            if row["price"] is not None
        ]

    def parts(self) -> list[Part]:
        """The parts, of valid rows."""
        return [
            Part(row["part"], row["quantity"])
            for row in (form.cleaned_data for form in self.part_forms)
            if row["quantity"]
        ]

    def _all(self) -> list[forms.Form]:
        return [*self.tier_forms, *self.part_forms]


def blank(kind: str) -> forms.Form | None:
    """One more row of this kind; None for a kind that does not exist."""
    # The number only keeps its ids apart from those of rows that came with the page.
    if kind == "tier":
        return TierRow(number=MOST, levels=_levels())
    return PartRow(number=MOST, products={}) if kind == "part" else None


def named(product: Product) -> str:
    """How a product is called where it is chosen."""
    return f"{product.name} · {product.sku}"


def _levels() -> list[Option]:
    return list(Option.objects.of(PickList.IMPORTANCE))


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[int, str]]) -> None:
    """Let a row's box hold these and nothing."""
    form.fields[name].choices = [("", ""), *choices]  # type: ignore[attr-defined]


def _sent(kind: type[TierRow | PartRow], data: MultiValueDict[str, str]) -> list[dict[str, str]]:
    names = [f"{kind.prefix}-{name}" for name in kind.base_fields]
    columns = [data.getlist(name)[:MOST] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip_longest(*columns, fillvalue="")]


def _dress(form: forms.Form) -> None:
    for name, field in form.fields.items():
        is_select = isinstance(field.widget, forms.Select)
        field.widget.attrs |= {
            "class": "form-select" if is_select else "form-control",
            "aria-label": str(field.label),
        }
        if form.is_bound and form.errors.get(name):
            field.widget.attrs["aria-invalid"] = "true"
