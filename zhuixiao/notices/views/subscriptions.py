"""What a person is told regularly: the list, a new one, a look at the next message."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, staff
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from .. import sources
from ..actions import delivering, subscribing
from ..forms.subscription import SubscriptionForm
from ..models import Delivery, Subscription
from ..queries import subscriptions
from ..queries.due import last_covered
from .tabs import tabs


@staff
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The own subscriptions, and what there is to subscribe to."""
    context = {
        "lines": subscriptions.of_person(request.user, request.company, timezone.now()),
        "sources": sources.open_to(request.user),
        "tabs": tabs(request.user, "subscriptions"),
    }
    return render(request, "notices/subscriptions.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Subscribe to the source of the address, which may propose `subject` and `period`; without
    one the list says which there are."""
    source = sources.find(request.GET.get("source", ""))
    if source is None or not source.is_open_to(request.user):
        return htmx.redirect_to(request, reverse("notices:subscriptions"))
    form = SubscriptionForm(
        request.POST or None, source=source, reader=request.user, asked=request.GET
    )
    if request.method == "POST" and form.is_valid():
        try:
            subscribing.subscribe(by=actor(request), source=source.key, **form.values())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Subscribed."))
            return htmx.redirect_to(request, reverse("notices:subscriptions"))
    context = {"form": form, "source": source}
    status = 422 if form.errors else 200
    return render(request, "notices/subscription.html", context, status=status)


@staff
@require_safe
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The message about the last days, as it would be composed now."""
    row = _mine(request, pk)
    covers = last_covered(row.kind, request.company, timezone.now())
    message = delivering.compose(
        row,
        Delivery(subscription=row, start=covers.start, end=covers.end),
        reader=request.user,
        now=timezone.now(),
    )
    return render(request, "notices/preview.html", {"message": message})


@staff
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Pause it, or let it go on."""
    row = _mine(request, pk)
    subscribing.switch(by=actor(request), subscription=row, is_on=not row.is_on)
    return htmx.redirect_to(request, reverse("notices:subscriptions"))


@staff
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Give it up."""
    subscribing.give_up(by=actor(request), subscription=_mine(request, pk))
    messages.success(request, _("You no longer get these messages."))
    return htmx.redirect_to(request, reverse("notices:subscriptions"))


def _mine(request: StaffRequest, pk: int) -> Subscription:
    rows = Subscription.objects.visible_to(request.user).select_related("robot")
    return get_object_or_404(rows, pk=pk)
