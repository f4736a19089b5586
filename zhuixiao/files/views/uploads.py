"""Taking one file in from a form's upload field."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, staff
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent

from .. import actions


@staff
@require_POST
@idempotent
def upload(request: StaffRequest) -> HttpResponse:
    """Store the field `file`; answers {"id", "name", "size", "url", "thumb"} with status 201."""
    sent = request.FILES.get("file")
    if sent is None:
        raise RuleError(_("Choose a file first."), field="file")
    row = actions.store(by=actor(request), upload=sent)
    body = {
        "id": str(row.pk),
        "name": row.name,
        "size": row.size,
        "url": reverse("files:download", args=[row.pk]),
        "thumb": reverse("files:thumb", args=[row.pk]) if row.is_image else "",
    }
    return JsonResponse(body, status=201)
