"""The gallery, and one photo with what three clocks say of it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx

from ..actions import places
from ..forms.visits import PhotoFilter
from ..models import Photo
from ..queries import visits_lists
from ..tabs import VISITS, tabs

PAGE = 60


@requires("visits", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Photos by customer, person and day, newest first."""
    form = PhotoFilter(request.GET, reader=request.user)
    by = actor(request)
    chosen = form.chosen(by.today)
    rows = visits_lists.photos(chosen, reader=request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    names = places.names_of([photo.place for photo in shown], by=by)
    context = {
        "form": form,
        "tabs": tabs(VISITS, active="field:photos", access=request.user.access),
        "customer": chosen.customer,
        "page": page,
        "photos": list(zip(shown, names, strict=True)),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return htmx.render_page(request, "field/photos/list.html", context, partial="found")


@requires("visits", "view")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One photo, large."""
    rows = Photo.objects.visible_to(request.user).select_related("customer", "employee", "visit")
    photo = get_object_or_404(rows, pk=pk)
    seen = Customer.objects.visible_to(request.user).filter(pk=photo.customer_id).exists()
    context = {
        "photo": photo,
        "place": places.names_of([photo.place], by=actor(request))[0],
        "customer_url": f"/customers/{photo.customer_id}/" if seen else "",
    }
    return render(request, "field/photos/photo.html", context)
