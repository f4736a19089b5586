"""One opportunity, and those of a customer."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx, panels

from ..metrics import OPPORTUNITIES
from ..models import Opportunity
from ..queries import board as board_queries
from ..queries import opportunity_page as page
from ..queries import rights
from ..queries.stages import by_id, stages

MOST_OF_CUSTOMER = 20


@requires("opportunities", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Its facts, its way through the stages, products, what hangs on it, what happened."""
    opportunity = load(request, pk)
    by = actor(request)
    access = request.user.access
    may_work = Opportunity.objects.workable_by(request.user).filter(pk=pk).exists()
    may_change = may_work and rights.may_change(request.user, opportunity, today=by.today)
    passages = page.passages(opportunity, today=by.today)
    path = page.path(opportunity)
    now = next(row.stage for row in path if row.is_now)
    context = {
        "opportunity": opportunity,
        "card": board_queries.card_of(opportunity, now, by.today, request.company.zone),
        "stage": now,
        "path": path,
        "passages": passages,
        "lines": page.lines(opportunity),
        "competitors": opportunity.competitors.order_by("position", "pk"),
        "days_taken": opportunity.closed_on
        and (opportunity.closed_on - opportunity.opened_on).days,
        "days": page.history(
            opportunity, passages, reader=request.user, company=request.company, now=by.at
        ),
        "panels": panels.of_page("opportunity", request, pk, access),
        "may_edit": may_change and access.may(OPPORTUNITIES, "edit"),
        "may_delete": may_change and access.may(OPPORTUNITIES, "delete"),
        "may_log": access.may("activities", "create")
        and Customer.objects.workable_by(request.user).filter(pk=opportunity.customer_id).exists(),
        "sees_customer": Customer.objects.visible_to(request.user)
        .filter(pk=opportunity.customer_id)
        .exists(),
        "today": by.today,
    }
    return htmx.render_page(request, "sales/opportunities/detail.html", context)


@requires("opportunities", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """A panel of the customer's page: open ones first, then the last closed ones."""
    customer = get_object_or_404(
        Customer.objects.visible_to(request.user).only("pk"), pk=customer_id
    )
    today = actor(request).today
    known = by_id(stages())
    rows = (
        Opportunity.objects.visible_to(request.user)
        .filter(customer=customer_id)
        .select_related("customer", "owner", "stage")
        .order_by(
            F("closed_on").desc(nulls_first=True), F("expected_on").asc(nulls_last=True), "pk"
        )
    )
    zone = request.company.zone
    context = {
        "customer": customer,
        "rows": [
            board_queries.card_of(row, known.get(row.stage_id), today, zone)
            for row in rows[:MOST_OF_CUSTOMER]
        ],
        "may_create": request.user.access.may(OPPORTUNITIES, "create")
        and Customer.objects.workable_by(request.user).filter(pk=customer_id).exists(),
    }
    return render(request, "sales/opportunities/of_customer.html", context)


def load(request: StaffRequest, pk: int) -> Opportunity:
    """The opportunity, if the person may see it, else 404."""
    rows = Opportunity.objects.visible_to(request.user).select_related(
        "customer", "contact", "owner", "department", "stage", "loss_reason", "created_by"
    )
    return get_object_or_404(rows, pk=pk)
