"""The drafted sentences in better words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit.errors import RuleError

from .. import wording
from ..queries.starting import Picks


@requires("reports", "view")
@require_POST
def reworded(request: StaffRequest) -> HttpResponse:
    """Sentences to tick, made of those that stand in the text; why there are none."""
    lines = request.POST.get("summary", "").splitlines()
    context: dict[str, object] = {}
    try:
        found = wording.reworded(
            [line for line in lines if line.strip()], language=request.user.language
        )
        context["picks"] = [Picks(_("In other words"), found)] if found else []
    except RuleError as error:
        context["refused"] = error.message
    return render(request, "reports/reworded.html", context)
