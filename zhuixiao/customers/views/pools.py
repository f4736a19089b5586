"""The pools as people use them: look, claim, give up."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import bulk_forms
from ..actions import claiming, guarding
from ..models import Customer, Pool
from ..queries import pools
from .page import load

PAGE = 50
# Beyond this a page by number would count and skip for too long; the search narrows it down.
_MOST = 10_000


@requires("customers", "claim")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """One pool; the others that serve the person are tabs."""
    serving = list(Pool.objects.serving(request.user))
    chosen = _chosen(request, serving)
    wish = pools.Wish(
        q=request.GET.get("q", "")[:100],
        importance=whole(request.GET.get("importance", "")),
        stage=whole(request.GET.get("stage", "")),
        order=request.GET.get("order", ""),
    )
    counts = pools.counts(serving)
    context: dict[str, object] = {
        "pools": [(pool, counts.get(pool.pk, 0)) for pool in serving],
        "pool": chosen,
        "wish": wish,
        "importances": Option.objects.of(PickList.IMPORTANCE).in_use(),
        "stages": Option.objects.of(PickList.STAGE).in_use(),
        "manages": request.user.access.may("customers", "manage"),
    }
    if chosen:
        found = pools.rows(chosen, wish, reader=request.user)
        page = Paginator(found[:_MOST], PAGE).get_page(request.GET.get("page"))
        arrived = pools.arrivals(list(page))
        columns = pools.columns(chosen)
        context |= {
            "page": page,
            "columns": [column.label for column in columns],
            "rows": [
                (row, arrived.get(row.pk), pools.listed(row, chosen, reader=request.user))
                for row in page
            ],
        }
    return htmx.render_page(request, "customers/pools/list.html", context, partial="found")


@requires("customers", "claim")
@require_safe
def look(request: StaffRequest, pk: int) -> HttpResponse:
    """One customer before it is claimed, beside the list; counted against the hour's limit of the
    pool and the day's of the role."""
    customer = _pooled(request, pk)
    pool = get_object_or_404(Pool, pk=customer.pool_id)
    context: dict[str, object] = {"customer": customer, "pool": pool}
    by = actor(request)
    try:
        claiming.look(by=by, customer=customer, pool=pool)
        guarding.note(by=by, customer=customer, company=request.company)
    except RuleError as error:
        context["refused"] = error.message
    else:
        context |= {
            "facts": pools.facts(customer, pool, reader=request.user),
            "contacts": pools.contact_names(customer),
            "arrived": pools.arrivals([customer]).get(customer.pk),
        }
    return htmx.render_page(request, "customers/pools/panel.html", context)


@requires("customers", "claim")
@require_POST
@idempotent
def claim(request: StaffRequest) -> HttpResponse:
    """Make the chosen customers one's own; what stayed says why."""
    ids = [pk for pk in map(whole, request.POST.getlist("ids")) if pk]
    outcome = claiming.claim(by=actor(request), customer_ids=ids[:PAGE])
    number = len(outcome.moved)
    if number:
        text = ngettext("%(n)d customer is yours now.", "%(n)d customers are yours now.", number)
        messages.success(request, text % {"n": number})
    for refused in outcome.refused[:5]:
        messages.error(request, f"{refused.name}: {refused.reason}")
    if not ids:
        messages.error(request, _("Choose at least one customer."))
    if number == 1 and not outcome.refused:
        return htmx.redirect_to(request, reverse("customers:detail", args=[outcome.moved[0].pk]))
    pool = whole(request.POST.get("pool", ""))
    query = f"?pool={pool}" if pool else ""
    return htmx.redirect_to(request, f"{reverse('customers:pools')}{query}")


@requires("customers", "claim")
@require_http_methods(["GET", "POST"])
@idempotent
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """Give one customer up."""
    customer = load(request, pk, right=Right.HOLD)
    form = bulk_forms.ReleaseForm(request.POST or None, reader=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = claiming.release(
                by=actor(request), customer_ids=[customer.pk], **form.cleaned_data
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            for refused in outcome.refused:
                form.add_error(None, refused.reason)
            if outcome.moved:
                messages.success(
                    request, _("%(name)s waits in the pool now.") % {"name": customer.name}
                )
                return htmx.redirect_to(request, reverse("customers:table"))
    context = {"form": form, "customer": customer}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/pools/release.html", context, status=status)


def _chosen(request: StaffRequest, serving: list[Pool]) -> Pool | None:
    asked = whole(request.GET.get("pool", ""))
    if asked is None:
        return serving[0] if serving else None
    for pool in serving:
        if pool.pk == asked:
            return pool
    raise Http404


def _pooled(request: StaffRequest, pk: int) -> Customer:
    rows = Customer.objects.pooled_for(request.user).select_related(
        "importance", "stage", "region", "industry", "channel", "department"
    )
    return get_object_or_404(rows, pk=pk)
