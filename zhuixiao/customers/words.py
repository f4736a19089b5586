"""The words of the audit log for what customers write there."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.words import department_name, employee_name, yes_or_no
from zhuixiao.catalog.models import Option

from .choices import BirthdayCalendar, CustomFieldKind
from .fields import PHONE, STANDARD, Field, custom
from .models import CustomField
from .queries.labels import Labels
from .queries.texts import text


def register() -> None:
    """Called once, in AppConfig.ready()."""
    edit = {"edit": _("Changed")}
    columns = {field.column or field.key: field for field in STANDARD}
    labels.register(
        "customer",
        {
            **{name: field.label for name, field in columns.items()},
            "owner": _("Owner"),
            "department": _("Department"),
            "extra": _("Own fields"),
            "longitude": _("Longitude"),
            "latitude": _("Latitude"),
        },
        label=_("Customer"),
        value_names={
            **{name: _reading(field) for name, field in columns.items()},
            "owner": employee_name,
            "department": department_name,
            "extra": own_values,
        },
        sensitive={"phone": PHONE},
        actions={
            **edit,
            "assign": _("Assigned"),
            "attach": _("Added a file"),
            "reveal": _("Looked at the phone"),
        },
    )
    labels.register(
        "contact",
        {
            "name": _("Full name"),
            "title": _("Job title"),
            "decision_role_id": _("Role in decision"),
            "phone": _("Phone"),
            "wechat": _("WeChat"),
            "email": _("Mail address"),
            "birthday_calendar": _("Birthday by"),
            "birthday_year": _("Year"),
            "birthday_month": _("Month"),
            "birthday_day": _("Day"),
            "birthday_is_leap_month": _("Leap month"),
            "note": _("Note"),
        },
        label=_("Contact"),
        value_names={
            "decision_role_id": lambda pk: Option.objects.filter(pk=pk).first() or pk,
            "birthday_calendar": lambda value: BirthdayCalendar(value).label,
            "birthday_is_leap_month": yes_or_no,
        },
        sensitive={"phone": PHONE},
        actions=edit,
    )
    labels.register("view", {}, label=_("Saved view"), actions=edit)
    labels.register(
        "import",
        {"removed": _("Removed"), "restored": _("Restored"), "kept": _("Kept")},
        label=_("Import"),
        actions={"upload": _("Uploaded"), "start": _("Started"), "undo": _("Undone")},
    )
    labels.register(
        "customers",
        {
            "filter": _("Selection"),
            "columns": _("Columns"),
            "rows": _("Rows"),
            "format": _("Format"),
            "sha256": "SHA-256",
        },
        label=_("Export"),
    )
    labels.register(
        "custom_field",
        {
            "label": _("Label"),
            "kind": _("Kind"),
            "choices": _("Choices"),
            "help": _("Hint"),
            "is_required": _("Required"),
            "is_indexed": _("Fast filter and sort"),
            "order": _("Order"),
        },
        label=_("Customer field"),
        value_names={
            "kind": lambda value: CustomFieldKind(value).label,
            "is_required": yes_or_no,
            "is_indexed": yes_or_no,
        },
        actions={
            "reorder": _("Ordered"),
            "retire": _("Retired"),
            "bring_back": _("Used again"),
        },
    )


def own_values(values: Any) -> object:
    """The company's own fields of a customer with their values: "level: gold; area: 300"."""
    if not isinstance(values, dict):
        return values
    fields = [custom(row) for row in CustomField.objects.order_by("position", "pk")]
    parts = [
        f"{field.label}: {_reading(field)(values[field.key])}"
        for field in fields
        if field.key in values
    ]
    return "; ".join(parts)


def _reading(field: Field) -> Callable[[Any], object]:
    """What people read of a stored value of this field."""

    def read(value: Any) -> object:
        names = Labels()
        names.load([(field, value)])
        try:
            return text(field, value, names) or value
        except (TypeError, ValueError):
            # The field was of another kind when this was written.
            return value

    return read
