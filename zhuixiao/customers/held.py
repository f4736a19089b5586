"""Where customers, approvals, notices and files hold words about people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.approvals.models import Request, Turn
from zhuixiao.files.models import StoredFile
from zhuixiao.notices.models import Notice

from . import persons
from .models import (
    BulkChange,
    Contact,
    Customer,
    Merge,
    OwnerSpan,
    Registration,
    RejectedRow,
)
from .persons import Words


def register() -> None:
    """Called once, in AppConfig.ready()."""
    for words in (
        Words(
            "customer",
            _("Customers"),
            Customer,
            texts=("address", "website", "note", "last_activity_subject"),
            data=("extra",),
            around=lambda pk: Q(pk=pk),
            record=lambda row: ("customer", row.pk),
        ),
        Words(
            "contact",
            _("Contacts"),
            Contact,
            texts=("title", "note"),
            around=lambda pk: Q(customer=pk),
            record=lambda row: ("contact", row.pk),
        ),
        Words(
            "owner_span",
            _("Owners until now"),
            OwnerSpan,
            texts=("note",),
            around=lambda pk: Q(customer=pk),
        ),
        Words(
            "registration",
            _("Reported customers"),
            Registration,
            texts=("name", "note"),
            around=lambda pk: Q(customer=pk),
            record=lambda row: ("registration", row.pk),
        ),
        Words(
            "merge",
            _("Merges"),
            Merge,
            data=("changes",),
            around=lambda pk: Q(winner=pk) | Q(loser=pk),
        ),
        Words("bulk_change", _("Bulk changes"), BulkChange, data=("options",)),
        Words("rejected_row", _("Rejected rows of imports"), RejectedRow, data=("cells",)),
        Words(
            "request",
            _("Approvals"),
            Request,
            texts=("note",),
            data=("params", "payload"),
            around=lambda pk: Q(pk__in=Registration.objects.filter(customer=pk).values("request")),
        ),
        Words("turn", _("Decisions"), Turn, texts=("note",)),
        Words(
            "notice",
            _("Notices"),
            Notice,
            data=("params",),
            around=lambda pk: Q(customer_id=pk),
        ),
        Words(
            "file",
            _("Names of files"),
            StoredFile,
            texts=("name",),
            around=lambda pk: Q(kind="customer", record_id=pk),
        ),
    ):
        persons.register(words)
