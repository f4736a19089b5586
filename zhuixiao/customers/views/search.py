"""Finding customers while typing: for pickers and the command box."""

from django.http import HttpResponse, JsonResponse

from zhuixiao.accounts.guards import StaffRequest, requires

from ..models import Customer
from ..queries import search

MOST = 20


@requires("customers", "view")
def find(request: StaffRequest) -> HttpResponse:
    """[{"value": id, "text": name, "hint": owner}] of what answers `q`, newest first."""
    ids = search.find(request.GET.get("q", ""), visible_to=request.user, limit=MOST)
    rows = Customer.objects.select_related("owner").only("name", "owner__name").in_bulk(ids)
    found = [rows[pk] for pk in ids]
    answer = [
        {"value": row.pk, "text": row.name, "hint": row.owner.name if row.owner else ""}
        for row in found
    ]
    return JsonResponse(answer, safe=False)
