"""The shapes of what people type in the catalogue's pages; none of them saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit.money import MoneyFormField
from zhuixiao.kit.trees import TreeNode, in_tree_order

from .choices import STAGES, Colour, PickList, StageOutcome
from .costs import COST
from .models import Channel, Option, ProductCategory


class TreeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A node of a tree, indented by its depth."""

    def label_from_instance(self, node: TreeNode) -> str:
        return "\u3000" * node.depth + str(node)

    def in_order(self) -> None:
        """List the nodes depth first."""
        nodes = in_tree_order(self.queryset)  # type: ignore[arg-type]
        self.choices = [
            ("", self.empty_label or ""),
            *((node.pk, self.label_from_instance(node)) for node in nodes),
        ]


class OptionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    colour = forms.ChoiceField(label=_("Colour"), choices=Colour, initial=Colour.GREY)
    outcome = forms.ChoiceField(label=_("Counts as"), choices=StageOutcome, required=False)

    def __init__(self, *args: Any, pick_list: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pick_list not in STAGES:
            del self.fields["outcome"]


class MergerForm(forms.Form):
    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Option.objects.none())

    def __init__(self, *args: Any, option: Option, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alike = Option.objects.of(PickList(option.pick_list)).in_use().exclude(pk=option.pk)
        self.fields["into"].queryset = alike.filter(outcome=option.outcome)  # type: ignore[attr-defined]


class ChannelForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    parent = TreeField(
        label=_("Below"),
        queryset=Channel.objects.none(),
        required=False,
        empty_label=_("(top level)"),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Channel.objects.filter(retired_at=None)
        if channel:
            rows = rows.exclude(path__startswith=channel.path)
        self.fields["parent"].queryset = rows  # type: ignore[attr-defined]
        self.fields["parent"].in_order()  # type: ignore[attr-defined]


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    parent = TreeField(
        label=_("Below"),
        queryset=ProductCategory.objects.none(),
        required=False,
        empty_label=_("(top level)"),
    )

    def __init__(self, *args: Any, category: ProductCategory | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ProductCategory.objects.all()
        if category:
            rows = rows.exclude(path__startswith=category.path)
        self.fields["parent"].queryset = rows  # type: ignore[attr-defined]
        self.fields["parent"].in_order()  # type: ignore[attr-defined]


class RegionForm(forms.Form):
    adcode = forms.IntegerField(
        label=_("Code"),
        help_text=_("Six digits: province, city, district. The code says where it belongs."),
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    valid_from = forms.DateField(
        label=_("Exists from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_to = forms.DateField(
        label=_("Exists until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("longitude", "latitude"):
            self.fields[name].widget.attrs["step"] = "any"
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget.format = "%Y-%m-%d"
        del self.fields["valid_to" if is_new else "adcode"]


class ProductForm(forms.Form):
    """Without the standard cost for people who may not write it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    sku = forms.CharField(label=_("SKU"), max_length=60)
    category = TreeField(
        label=_("Category"),
        queryset=ProductCategory.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    list_price = MoneyFormField(label=_("List price"), min_value=0, initial=0)
    standard_cost = MoneyFormField(label=_("Standard cost"), min_value=0, initial=0)
    cost_from = forms.DateField(
        label=_("Cost valid from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from today."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = ProductCategory.objects.all()  # type: ignore[attr-defined]
        self.fields["category"].in_order()  # type: ignore[attr-defined]
        if access.field(COST) != FieldAccess.WRITE:
            del self.fields["standard_cost"], self.fields["cost_from"]
