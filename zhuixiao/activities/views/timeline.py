"""The timeline of a customer, a panel of the customer's page."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer

from ..queries.timeline import timeline


@requires("activities", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """What happened, newest first; `?type=` keeps one type, `?after=` is the next page."""
    # Its own fields are on the page already.
    visible = Customer.objects.visible_to(request.user).only("pk")
    customer = get_object_or_404(visible, pk=customer_id)
    chosen, after = request.GET.get("type", ""), request.GET.get("after", "")
    type_id = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
    shown = timeline(
        customer.pk,
        reader=request.user,
        company=request.company,
        now=actor(request).at,
        type_id=type_id,
        after=after,
    )
    last_day = shown.days[-1][0].isoformat() if shown.days else ""
    more = {"after": shown.after, "since": last_day} | ({"type": chosen} if type_id else {})
    url = reverse("activities:timeline", args=[customer.pk])
    context = {
        "customer": customer,
        "timeline": shown,
        "type_id": type_id,
        "new_url": f"{reverse('activities:new')}?customer={customer.pk}",
        "more_url": f"{url}?{urlencode(more)}" if shown.after else "",
        "continued": request.GET.get("since", ""),
    }
    template = "activities/timeline_rows.html" if after else "activities/timeline.html"
    return render(request, template, context)
