"""Deleting to the trash and bringing back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..actions import trash
from ..models import Customer


@requires("customers", "delete")
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Move one customer to the trash; the toast on the next page undoes it."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    trash.delete(by=actor(request), customer_ids=[customer.pk])
    undo = reverse("customers:restore", args=[pk])
    words = _("%(name)s is in the trash") % {"name": customer.name}
    messages.success(request, words, extra_tags=undo)
    return htmx.redirect_to(request, reverse("customers:table"))


@requires("customers", "delete")
@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a customer back."""
    customer = get_object_or_404(Customer.objects.in_trash_of(request.user), pk=pk)
    trash.restore(by=actor(request), customer_ids=[customer.pk])
    return htmx.redirect_to(request, reverse("customers:detail", args=[pk]))


@requires("customers", "delete")
def index(request: StaffRequest) -> HttpResponse:
    """What lies in the trash, the last deleted first."""
    rows = Customer.objects.in_trash_of(request.user).select_related("deleted_by", "owner")
    page = Paginator(rows.order_by("-deleted_at", "-pk"), 20).get_page(request.GET.get("page"))
    return htmx.render_page(request, "customers/page/trash.html", {"page": page})
