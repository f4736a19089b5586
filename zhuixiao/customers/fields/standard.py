"""The fields that every company has, in the order in which pages show them."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.choices import PickList

from .kinds import REACH, Field, Kind
from .sold import SOLD, YEARLY_SPEND

STANDARD: tuple[Field, ...] = (
    Field("name", _("Customer"), Kind.TEXT, "name", is_editable=True, is_default=True, width=240),
    Field(
        "importance",
        _("Importance"),
        Kind.OPTION,
        "importance_id",
        PickList.IMPORTANCE,
        is_editable=True,
        is_default=True,
        width=96,
    ),
    Field(
        "stage",
        _("Stage"),
        Kind.OPTION,
        "stage_id",
        PickList.STAGE,
        is_editable=True,
        is_default=True,
        width=110,
    ),
    Field(
        "phone",
        _("Phone"),
        Kind.PHONE,
        "phone",
        is_editable=True,
        is_default=True,
        is_sortable=False,
        permission=REACH,
        width=140,
    ),
    Field("contacts", _("Contacts"), Kind.CONTACTS, is_sortable=False, width=140),
    Field(
        "contact_count",
        _("Contact number"),
        Kind.INTEGER,
        "contact_count",
        is_default=True,
        width=128,
    ),
    Field("last_contact", _("Last contact"), Kind.MOMENT, "last_contact_at", is_default=True),
    Field("days_since", _("Days since contact"), Kind.DAYS, "last_contact_at", width=140),
    Field(
        "next_contact", _("Next contact"), Kind.DATE, "next_contact_on", is_default=True, width=140
    ),
    Field(
        "last_subject",
        _("Last action"),
        Kind.TEXT,
        "last_activity_subject",
        is_sortable=False,
        is_default=True,
        width=200,
    ),
    Field("owner", _("Owner"), Kind.EMPLOYEE, "owner_id", is_default=True, width=100),
    Field("collaborators", _("Collaborators"), Kind.EMPLOYEES, is_sortable=False, width=130),
    Field("days_left", _("Days left"), Kind.DAYS_LEFT, is_sortable=False, width=110),
    Field("received_at", _("Received"), Kind.MOMENT, "received_at"),
    Field("protected_until", _("Protected until"), Kind.DATE, "protected_until", width=130),
    Field("department", _("Department"), Kind.DEPARTMENT, "department_id"),
    Field(
        "region",
        _("Region"),
        Kind.REGION,
        "region_id",
        is_editable=True,
        is_default=True,
        width=140,
    ),
    Field(
        "industry",
        _("Industry"),
        Kind.OPTION,
        "industry_id",
        PickList.INDUSTRY,
        is_editable=True,
        is_default=True,
    ),
    Field(
        "channel",
        _("Source channel"),
        Kind.CHANNEL,
        "channel_id",
        is_editable=True,
        is_default=True,
    ),
    Field("products", _("Products"), Kind.PRODUCTS, is_editable=True, is_sortable=False, width=180),
    Field(
        "tags", _("Tags"), Kind.OPTIONS, pick_list=PickList.TAG, is_editable=True, is_sortable=False
    ),
    Field("first_contact", _("First contact"), Kind.MOMENT, "first_contact_at"),
    Field("won_at", _("Won at"), Kind.MOMENT, "won_at"),
    Field("contacts_to_win", _("Contacts to win"), Kind.INTEGER, "contacts_to_win", width=100),
    *SOLD,
    YEARLY_SPEND,
    Field(
        "address",
        _("Address"),
        Kind.TEXT,
        "address",
        is_editable=True,
        is_sortable=False,
        width=220,
    ),
    Field(
        "email",
        _("Mail address"),
        Kind.EMAIL,
        "email",
        is_editable=True,
        is_sortable=False,
        permission=REACH,
        width=180,
    ),
    Field(
        "website",
        _("Website"),
        Kind.TEXT,
        "website",
        is_editable=True,
        is_sortable=False,
        width=160,
    ),
    Field("credit_code", _("Credit code"), Kind.TEXT, "credit_code", is_editable=True, width=180),
    Field("kind", _("Kind"), Kind.CHOICE, "kind", is_editable=True, width=80),
    Field(
        "note", _("Note"), Kind.LONG_TEXT, "note", is_editable=True, is_sortable=False, width=220
    ),
    Field("added_by", _("Added by"), Kind.EMPLOYEE, "added_by_id", width=100),
    Field("created_at", _("Added at"), Kind.MOMENT, "created_at"),
)
