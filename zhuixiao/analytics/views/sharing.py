"""With whom a table is shared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.queries import people
from zhuixiao.kit import htmx
from zhuixiao.kit.typed import whole

from ..actions import sharing
from ..forms.sharing import SharingForm
from . import page


@requires("analytics", "share")
@require_http_methods(["GET", "POST"])
def share(request: StaffRequest, pk: int) -> HttpResponse:
    """The dialog with people, departments and groups."""
    table = page.load_own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = SharingForm(data, table=table, reader=request.user)
    if request.method == "POST" and form.is_valid():
        sharing.share(by=actor(request), table=table, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return htmx.redirect_to(request, reverse("analytics:read", args=[pk]))
    typed = [pk for pk in map(whole, request.POST.getlist("people")) if pk]
    context = {
        "table": table,
        "form": form,
        "teams": people.teams(request.user, but=request.user.pk),
        "groups": people.group_teams(request.user),
        "selected": typed if form.is_bound else form.initial["people"],
    }
    return render(request, "analytics/sharing.html", context, status=422 if form.errors else 200)
