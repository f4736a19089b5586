"""Files of a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.files import actions as files
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError

from .page import load


@requires("customers", "edit")
@require_POST
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Hang an uploaded file on a customer; why it is refused stands in a toast."""
    customer = load(request, pk, right=Right.WORK)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise RuleError(_("Choose a file first."))
        files.store(by=actor(request), upload=upload, kind="customer", record_id=customer.pk)
    except RuleError as refused:
        messages.error(request, str(refused.message))
    return htmx.redirect_to(request, reverse("customers:detail", args=[pk]))
