"""One action record: its own page, taking it back, bringing it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..actions import trash
from ..models import Activity
from ..queries import timeline


@requires("activities", "view")
@require_safe
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """The record with everything that hangs on it."""
    rows = Activity.objects.visible_to(request.user).with_people().select_related("recorded_by")
    activity = get_object_or_404(rows, pk=pk)
    row = timeline.row_of(
        activity, reader=request.user, company=request.company, now=actor(request).at
    )
    context = {"row": row, "activity": activity}
    return htmx.render_page(request, "activities/record.html", context, partial="record")


@requires("activities", "delete")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the record back; the toast offers to undo it."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    trash.delete(by=actor(request), activity=activity)
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("activities:list"))
    undo = reverse("activities:restoration", args=[pk])
    toast = {"text": _("Deleted."), "kind": "success", "undo": undo}
    return htmx.trigger(HttpResponse(status=204), toast=toast, customerChanged=activity.customer_id)


@requires("activities", "delete")
@require_POST
def restoration(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a deleted record back."""
    activity = get_object_or_404(Activity.objects.seen_by(request.user), pk=pk)
    trash.restore(by=actor(request), activity=activity)
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("activities:record", args=[pk]))
    toast = {"text": _("It is back."), "kind": "success"}
    return htmx.trigger(HttpResponse(status=204), toast=toast, customerChanged=activity.customer_id)
