"""What a column of a file can become: fields of the customer, its first contact, owner, date."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess

from ..fields import REACH, Field, Kind, writable_fields
from ..queries.shown import CONTACT_MASKS

# Targets that take several columns: phones are put side by side, province + city + district
# become one place, notes stand below each other.
JOINED = frozenset(
    {"phone", "contact.phone", "contact.name", "region", "address", "tags", "products", "note"}
)


@dataclass(frozen=True)
class Target:
    """One thing to map a column to; `group` heads a section of the select list."""

    key: str
    label: str | Promise
    group: str | Promise
    field: Field | None = None

    @property
    def takes_many(self) -> bool:
        return self.key in JOINED


CONTACT = {
    "contact.name": _("Contact's name"),
    "contact.title": _("Contact's job title"),
    "contact.phone": _("Contact's phone"),
    "contact.wechat": _("Contact's WeChat"),
    "contact.email": _("Contact's mail address"),
    "contact.birthday": _("Contact's birthday"),
}


def for_person(access: Access) -> list[Target]:
    """Everything that this person may fill from a file."""
    customer, contact, more = _("Customer"), _("Contact"), _("More")
    fields = [Target(field.key, field.label, customer, field) for field in writable_fields(access)]
    is_open = access.field(REACH) == FieldAccess.WRITE
    contacts = [
        Target(key, label, contact)
        for key, label in CONTACT.items()
        if is_open or key.removeprefix("contact.") not in CONTACT_MASKS
    ]
    extra = [Target("owner", _("Owner"), more)]
    if access.may("customers", "manage"):
        # A history from another system keeps its dates; for others "added" means now.
        extra.append(Target("created_at", _("Added on"), more))
    return [*fields, *contacts, *extra]


def is_reference(target: Target) -> bool:
    """Whether values name something that exists apart: options, channels, products."""
    return target.field is not None and target.field.kind in {
        Kind.OPTION,
        Kind.OPTIONS,
        Kind.CHANNEL,
        Kind.PRODUCTS,
    }
