"""What the grid in the browser is told: columns, state, addresses, words."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest

from ..choices import CustomerKind
from ..fields import Field, Kind
from ..filters import Asked, address, relative
from ..filters.operators import BOUGHT_LABELS, LABELS, operators
from ..queries.shown import MASKS, may_reveal

# The filter buttons above the table, in this order; the first ones always stand there.
QUICK = (
    "importance",
    "stage",
    "region",
    "products",
    "bought",
    "channel",
    "industry",
    "owner",
    "department",
    "last_contact",
    "next_contact",
)


def config(request: StaffRequest, asked: Asked, today: date) -> dict[str, Any]:
    """Everything but the rows."""
    access = request.user.access
    may_share = access.may("customers", "assign")
    return {
        "today": today.isoformat(),
        "me": request.user.pk,
        "columns": [_column(field, access) for field in asked.fields],
        "state": state(asked),
        "quick": [key for key in QUICK if key in {field.key for field in asked.fields}],
        "quickWords": _quick_words(),
        "operators": {str(operator): str(label) for operator, label in LABELS.items()},
        "relative": _relative(),
        "chosen": list(address.CHOSEN),
        "words": _words(),
        "urls": _urls(),
        "mayShare": may_share,
        "tab": {"key": asked.tab.key, "isOwn": asked.tab.is_own, "isShared": asked.tab.is_shared},
    }


def state(asked: Asked) -> dict[str, Any]:
    """What the table shows, as the browser keeps it."""
    return {
        "view": asked.tab.key,
        "q": asked.search,
        "items": asked.filter.data.get("items", []),
        "sort": [key.spec for key in asked.sort],
        "columns": [one.data for one in asked.columns],
    }


def _column(field: Field, access: Access) -> dict[str, Any]:
    granted = field.access(access)
    column: dict[str, Any] = {
        "key": field.key,
        "label": str(field.label),
        "kind": str(field.kind),
        "width": field.width,
        "isDefault": field.is_default,
        "isSortable": field.is_sortable and granted != FieldAccess.MASKED,
        "isEditable": _is_editable(field, access),
    }
    asked = operators(field.kind)
    if granted != FieldAccess.MASKED and asked:
        column["operators"] = [str(operator) for operator in asked]
    if field.kind == Kind.BOUGHT:
        column["operatorWords"] = {
            str(operator): str(label) for operator, label in BOUGHT_LABELS.items()
        }
    if field.kind in MASKS:
        column["mayReveal"] = may_reveal(field, access)
    if field.custom and field.custom.choices:
        column["choices"] = field.custom.choices
    if field.kind == Kind.CHOICE:
        column["choices"] = [[kind.value, str(kind.label)] for kind in CustomerKind]
    return column


def _is_editable(field: Field, access: Access) -> bool:
    if field.key == "owner":
        return access.may("customers", "assign")
    may_write = field.access(access) == FieldAccess.WRITE
    return field.is_editable and may_write and access.may("customers", "edit")


def _quick_words() -> dict[str, list[list[Any]]]:
    """The choices of the two date buttons: [condition, text]."""
    words = {
        "last_contact": {
            "never": _("Never contacted"),
            "7d": _("More than 7 days ago"),
            "30d": _("More than 30 days ago"),
            "90d": _("More than 90 days ago"),
            "today": _("Today"),
            "week": _("This week"),
        },
        "next_contact": {
            "overdue": _("Overdue"),
            "today": _("Today"),
            "due": _("Today or overdue"),
            "week": _("This week"),
            "none": _("Not planned"),
        },
    }
    return {
        name: [[address.word(name, word), text] for word, text in choices.items()]
        for name, choices in words.items()
    }


def _relative() -> list[list[str]]:
    named = [[name, str(label)] for name, label in relative.NAMES.items()]
    counted = [
        ["last:", _("in the last … days")],
        ["next:", _("in the next … days")],
        ["ago:", _("more than … days ago")],
    ]
    return [*named, *counted]


def _urls() -> dict[str, str]:
    """Addresses; `/0/` stands for the customer's id. What no app offers is left out."""
    names = {
        "table": "customers:table",
        "rows": "customers:rows",
        "count": "customers:count",
        "sums": "customers:sums",
        "tabCounts": "customers:tab_counts",
        "choices": "customers:choices",
        "views": "customers:views",
        "viewKeep": "customers:view_keep",
        "viewOrder": "customers:view_order",
        "bulk": "customers:bulk",
        "export": "customers:export",
        "activity": "activities:new",
    }
    found = {key: url for key, name in names.items() if (url := _reverse(name))}
    with_id = {
        "page": "customers:detail",
        "panel": "customers:panel",
        "cell": "customers:cell",
        "reveal": "customers:reveal",
        "view": "customers:view",
        "viewDelete": "customers:view_delete",
    }
    return found | {key: url for key, name in with_id.items() if (url := _reverse(name, 0))}


def _reverse(name: str, *args: int) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _words() -> dict[str, str]:
    return {
        "selectAll": _("Select all"),
        "selectRow": _("Select"),
        "reveal": _("Show the number"),
        "overdue": _("overdue"),
        "today": _("today"),
        "tomorrow": _("tomorrow"),
        "yesterday": _("yesterday"),
        "never": relative.never(),
        "days": _("%s d"),
        "locked": _("This cell cannot be changed here"),
        "count": _("%s customers"),
        "loaded": _("%s loaded"),
        "nothing": _("Nothing found"),
        "remove": _("Remove this condition"),
        "add": _("Add a condition"),
        "addGroup": _("Add a group"),
        "any": _("Any of these"),
        "all": _("All of these"),
        "none": _("Not all of these"),
        "search": _("Search"),
        "empty": _("(empty)"),
        "to": _("to"),
        "n": _("number of days"),
        "resize": _("Width of %s"),
        "up": _("Move up"),
        "down": _("Move down"),
        "selected": _("%s selected"),
        "selectMatching": _("Select all %s that match"),
        "allMatching": _("All %s that match"),
        "failed": _("Not saved: %s"),
        "offline": _("There is no connection. The old value is back in the cell."),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Keep theirs"),
        "base": _("What it was"),
        "mine": _("Yours"),
        "theirs": _("Theirs"),
        "noCondition": _("(any)"),
        "field": _("Field"),
        "operator": _("Comparison"),
        "join": _("How conditions hold together"),
        "value": _("Value"),
        "choose": _("Choose…"),
    }
