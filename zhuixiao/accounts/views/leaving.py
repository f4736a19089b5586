"""One screen for a leaver: everything the person holds, and who gets it."""

from collections.abc import Mapping
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from zhuixiao.kit import htmx, jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import holdings
from ..actions import leaving
from ..actions.leaving import Share
from ..guards import StaffRequest, actor, requires
from ..models import Employee
from ..queries import people
from ..tasks import HAND_OVER


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Says what the person holds; POST shares it out, and ends the access at once if asked."""
    leaver = get_object_or_404(Employee.objects.with_access(), pk=pk)
    now = actor(request).at
    rows = [(kind, kind.count(leaver, now)) for kind in holdings.all_kinds()]
    error = ""
    if request.method == "POST":
        plan = {
            kind.key: Share(_chosen(request, kind.key), request.POST.get(f"rule_{kind.key}", ""))
            for kind, number in rows
            if number
        }
        missing = [str(kind.label) for kind, n in rows if n and not plan[kind.key].receiver_ids]
        if missing:
            error = _("Choose who gets: %(what)s.") % {"what": _(", ").join(missing)}
        else:
            try:
                return _begin(request, leaver, plan)
            except RuleError as refused:
                error = str(refused.message)
    context = {
        "employee": leaver,
        "rows": [(kind, n, _chosen(request, kind.key)) for kind, n in rows if n],
        "teams": people.teams(request.user, but=leaver.pk),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "accounts/hand_over.html", context, status=status)


def _begin(request: StaffRequest, leaver: Employee, plan: Mapping[str, Share]) -> HttpResponse:
    # First the access: whatever the sharing takes, the person is out.
    if request.POST.get("deactivate") and leaver.is_active:
        leaving.let_go(by=actor(request), leaver=leaver, plan=plan)
    jobs.enqueue(
        HAND_OVER,
        payload={"leaver": leaver.pk, "plan": {key: asdict(one) for key, one in plan.items()}},
        by_id=request.user.pk,
        label=gettext_noop("Hand over from %(name)s"),
        label_params={"name": leaver.name},
        key=f"{HAND_OVER}.{leaver.pk}",
    )
    text = _("Everything of %(name)s is being handed over. My jobs tell how far it is.")
    messages.success(request, text % {"name": leaver.name})
    return htmx.redirect_to(request, reverse("accounts:employee", args=[leaver.pk]))


def _chosen(request: StaffRequest, key: str) -> list[int]:
    return [pk for pk in map(whole, request.POST.getlist(key)) if pk]
