"""What the large forms of quotes and orders share: their lines, what is refused, and two people
who edit one document at the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import history
from zhuixiao.catalog import costs
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.typed import whole

from ..actions.lines import NewLine
from ..actions.quote_values import lines_of_opportunity
from ..forms.lines import LineRows
from ..forms.paper import PaperForm
from ..models import Order, Quote
from ..models.lines import Line
from ..preferences import preferences
from ..queries import order_start

_MOST_CHANGES = 10


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved while the form was open; the next attempt goes on from `version`."""

    version: int
    changes: Iterable[object]
    lines: Iterable[Line]

    @classmethod
    def of(cls, request: StaffRequest, conflict: Conflict, kind: str, paper: Order | Quote) -> Self:
        """What the log tells of it since the version that the form began with."""
        since = conflict.fields["version"]["base"]
        access = request.user.access
        changes = history(kind, paper.pk, _MOST_CHANGES, since=since, access=access)
        return cls(conflict.version, changes, paper.lines.order_by("position"))


@requires("orders", "view")
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """The contact and opportunity fields for another customer."""
    chosen = order_start.customer(request.user, whole(request.GET.get("customer", "")) or 0)
    form = PaperForm(customer=chosen)
    return render(request, "sales/orders/form_links.html", {"form": form})


def posted(request: StaffRequest) -> Any:
    """What was sent, None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def begun(request: StaffRequest) -> order_start.Start:
    """What a new document is about: the customer that was chosen, else what the address names."""
    asked = request.POST.get("customer") or request.GET.get("customer") or ""
    return order_start.of(
        request.user,
        customer_id=whole(asked) or 0,
        opportunity_id=whole(request.GET.get("opportunity", "")) or 0,
    )


def wanted(request: StaffRequest, start: order_start.Start) -> list[NewLine]:
    """What the customer of an opportunity wants, as lines."""
    if start.opportunity is None:
        return []
    return lines_of_opportunity(start.opportunity, tax_bp=preferences(request.company).tax_bp)


def chosen_customer(request: StaffRequest, held: Customer) -> Customer:
    """Another one that was chosen for a draft, else its own."""
    chosen = whole(request.POST.get("customer", "")) or 0
    return order_start.customer(request.user, chosen) or held


def rows_of(
    request: StaffRequest, lines: Iterable[Line | NewLine], *, keeps_ids: bool = False
) -> LineRows:
    """The lines as they were sent, or as they stand."""
    tax_bp = preferences(request.company).tax_bp
    find_url = reverse("sales:product-find")
    if request.method == "POST":
        return LineRows.typed(request.POST, find_url=find_url, tax_bp=tax_bp)
    held = list(lines)
    may_read = costs.may_read(request.user.access)
    known = {row.product_id for row in held if row.product_id} if may_read else set()
    return LineRows.of(
        held,
        find_url=find_url,
        tax_bp=tax_bp,
        keeps_ids=keeps_ids,
        costs=costs.cost_of(known, on=actor(request).today) if known else {},
    )


def can_be_read(form: PaperForm, rows: LineRows) -> bool:
    """Whether form and lines hold what their fields say; both show what does not."""
    return all([form.is_valid(), rows.are_valid()])


def tell(form: PaperForm, rows: LineRows, error: RuleError) -> None:
    """Put what an action says at its field or its line."""
    if isinstance(error, Conflict):
        text = _(
            "Somebody else saved this meanwhile; below stands what. What you typed is still here: "
            "save again to keep it in place of theirs, or leave the page to keep theirs."
        )
        form.add_error(None, text)
        return
    if isinstance(error, Invalid):
        rest = rows.take_errors(error.errors)
        if not rest:
            form.add_error(None, _("Look at the marked lines."))
            return
        error = Invalid(rest)
    add_rule_error(form, error)


def _names_one(request: StaffRequest) -> bool:
    """Whether the address says for whom it is."""
    return bool({"customer", "opportunity"} & request.GET.keys())


def page(
    request: StaffRequest,
    template: str,
    form: PaperForm,
    rows: LineRows,
    *,
    customer: Customer | None,
    is_change: bool = False,
    theirs: Theirs | None = None,
    **context: object,
) -> HttpResponse:
    """The form, with what is wrong in it."""
    shared: Mapping[str, object] = {
        "form": form,
        "rows": rows,
        "customer": customer,
        "is_change": is_change,
        # Whoever came from a customer or an opportunity has chosen already.
        "is_fixed": is_change or (form.held is None and bool(customer) and _names_one(request)),
        "customers": [] if customer else order_start.customers(request.user, ""),
        "theirs": theirs,
        "version": theirs.version if theirs else form["version"].value(),
        "currency": request.company.currency,
        "reads_cost": costs.may_read(request.user.access),
    }
    is_wrong = bool(form.errors) or any(row.is_bound and row.errors for row in rows.rows)
    return render(request, template, {**shared, **context}, status=422 if is_wrong else 200)
