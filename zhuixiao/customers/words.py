"""The words of the audit log for what customers write there."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Department
from zhuixiao.accounts.words import (
    department_name,
    employee_name,
    employee_names,
    yes_or_no,
)
from zhuixiao.catalog.models import Option
from zhuixiao.notices import kinds

from . import keeping
from .actions import collaborating, guarding
from .actions.ownership import LOST_NOTICE, RECEIVED_NOTICE
from .choices import BirthdayCalendar, ConsentPurpose, ConsentWay, CustomFieldKind
from .fields import REACH, STANDARD, Field, custom
from .models import CustomField, Pool
from .queries.labels import Labels
from .queries.texts import text

_CONSENT = {
    "consent_purpose": _("Consent for"),
    "consent_given": _("Given"),
    "consent_way": _("Way"),
    "consent_on": _("On"),
    "consent_about": _("In words"),
}
_CONSENT_VALUES: dict[str, Callable[[Any], object]] = {
    "consent_purpose": lambda value: ConsentPurpose(value).label,
    "consent_given": yes_or_no,
    "consent_way": lambda value: ConsentWay(value).label,
}


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
            "pool": _("Pool"),
            "protected_until": _("Protected until"),
            "merged": _("Customers"),
            "collaborator": _("Collaborator"),
            "right": _("Rights"),
            "last_day": _("Until"),
            "extra": _("Own fields"),
            **_CONSENT,
            "longitude": _("Longitude"),
            "latitude": _("Latitude"),
        },
        label=_("Customer"),
        value_names={
            **{name: _reading(field) for name, field in columns.items()},
            "owner": employee_name,
            "department": department_name,
            "pool": pool_name,
            "collaborator": employee_name,
            "right": lambda value: Right(value).label,
            "extra": own_values,
            **_CONSENT_VALUES,
        },
        sensitive={"phone": REACH, "email": REACH},
        actions={
            **edit,
            "assign": _("Assigned"),
            "claim": _("Claimed"),
            "release": _("Put into the pool"),
            "recycle": _("Recycled"),
            "transfer": _("Transferred"),
            "hand_over": _("Handed over"),
            "merge": _("Merged"),
            "differ": _("Told apart"),
            "let_in": _("Collaborator added"),
            "let_out": _("Collaborator ended"),
            "attach": _("Added a file"),
            "reveal": _("Looked at phone or mail address"),
            "consent": _("Noted a consent"),
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
            **_CONSENT,
        },
        label=_("Contact"),
        value_names={
            "decision_role_id": lambda pk: Option.objects.filter(pk=pk).first() or pk,
            "birthday_calendar": lambda value: BirthdayCalendar(value).label,
            "birthday_is_leap_month": yes_or_no,
            **_CONSENT_VALUES,
        },
        sensitive={"phone": REACH, "wechat": REACH, "email": REACH},
        actions={**edit, "consent": _("Noted a consent")},
    )
    _register_pools(edit)
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


def _register_pools(edit: dict[str, Any]) -> None:
    """The settings of the pools."""
    units = {
        "departments": _("Departments"),
        "people": _("People"),
    }
    many = {"departments": department_names, "people": employee_names, "admins": employee_names}
    options = {"importances": option_names, "stages": option_names, "ignored_stages": option_names}
    labels.register(
        "pool",
        {
            "name": _("Name"),
            **units,
            "admins": _("Looked after by"),
            "shown": _("Columns before claiming"),
            "masks_phones": _("Mask phones before claiming"),
            "claims_per_day": _("Claims per person and day"),
            "views_per_hour": _("Opened per person and hour"),
            "former_owner_days": _("The last owner waits so many days"),
            "fresh_days": _("A new arrival waits so many days"),
            "cooldown_hours": _("Hours between two claims of a person"),
            "retired_at": _("Closed"),
        },
        label=_("Pool"),
        value_names={**many, "masks_phones": yes_or_no},
        actions={**edit, "retire": _("Closed")},
    )
    labels.register(
        "recycle_rule",
        {
            "name": _("Name"),
            "pool": _("Into the pool"),
            "importances": _("Importance"),
            "stages": _("Stage"),
            "match": _("When this holds"),
            "conditions": _("Conditions"),
            "takes_won": _("Also customers that were won"),
            "spares_contracts": _("Not while a contract runs"),
            "warn_days": _("Days of warning"),
            "valid_from": _("From"),
            "retired_at": _("Ended"),
        },
        label=_("Recycling rule"),
        value_names={
            **options,
            "takes_won": yes_or_no,
            "spares_contracts": yes_or_no,
            "pool": pool_name,
        },
        actions={**edit, "retire": _("Ended")},
    )
    labels.register(
        "cap",
        {
            "name": _("Name"),
            "most": _("At most"),
            **units,
            "together": _("For the whole department together"),
            "ignores_won": _("Customers that were won do not count"),
            "ignored_stages": _("Stages that do not count"),
        },
        label=_("Cap"),
        value_names={**many, **options, "together": yes_or_no, "ignores_won": yes_or_no},
        actions=edit,
    )
    kinds.register(RECEIVED_NOTICE, _("Customers that become yours"))
    labels.register(
        "registration",
        {"until": _("Protected until")},
        label=_("Report of a customer"),
        actions={"report": _("Reported"), "protect": _("Protected")},
    )
    labels.register(
        "registration_rule",
        {"days": _("Protected for days")},
        label=_("Reported customers"),
        actions=edit,
    )
    labels.register(
        "assign_rule",
        {
            "name": _("Name"),
            "method": _("How"),
            "regions": _("Regions"),
            "channels": _("Source channels"),
            "products": _("Products"),
            "people": _("People"),
            "groups": _("Groups"),
            "departments": _("Departments"),
            "workdays_only": _("On working days only"),
            "hours_from": _("Working hours from"),
            "hours_until": _("Working hours until"),
            "retired_at": _("Ended"),
            "until": _("Until"),
        },
        label=_("Assignment rule"),
        value_names={
            "people": employee_names,
            "departments": department_names,
            "workdays_only": yes_or_no,
        },
        actions={**edit, "retire": _("Ended"), "pause": _("Pause")},
    )
    labels.register(
        "duplicate_rules", {"rules": _("Rules")}, label=_("Rules about duplicates"), actions=edit
    )
    labels.register(
        "keeping",
        {},
        label=_("Retention"),
        actions=edit,
        name_of=lambda key: next((k.label for k in keeping.all_kinds() if k.key == key), key),
    )
    labels.register(
        "guarding",
        {"limits": _("Limits a day"), "watermark": _("Watermark")},
        label=_("Guarding the list"),
        actions=edit,
    )
    kinds.register(guarding.NOTICE, _("Unusual reading of customers"))
    kinds.register(collaborating.NOTICE, _("Customers opened to you"))
    kinds.register(LOST_NOTICE, _("Customers that leave you"))
    kinds.register("customers.leaving", _("Customers about to go into the pool"))


def department_names(ids: Any) -> object:
    """The names of several departments."""
    rows = Department.objects.filter(pk__in=ids).order_by("path")
    return ", ".join(rows.values_list("name", flat=True))


def option_names(ids: Any) -> object:
    """The names of several choices of a pick list."""
    rows = Option.objects.filter(pk__in=ids).order_by("position", "pk")
    return ", ".join(rows.values_list("name", flat=True))


def pool_name(pk: Any) -> object:
    """The name of the pool with this id."""
    return Pool.objects.filter(pk=pk).values_list("name", flat=True).first() or pk


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
