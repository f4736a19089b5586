"""Orders, payments and opportunities from a file, over the API."""

import json
import uuid
from typing import Any

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.files.api import multipart
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.models import Job

from ..metrics import OPPORTUNITIES, ORDERS, PAYMENTS
from ..trade import arranging, jobs
from ..trade.kinds import Kind
from ..trade.setup import Setup

router = Router(tags=["imports"])

FORM = multipart(
    mapping='JSON {"header or number of the column from 0": "field", or {"field": "product", '
    '"values": {"word of the file": "what it means"}}}; guessed without it.',
    options="JSON: sheet, header_row, customers (create, refuse), stand_in (customer of rows that "
    "name none), products (create, text, refuse), zero_prices (keep, leave_out), create_options, "
    "keep_names, currency, rate, into_closed.",
    dry_run="true only looks.",
)


class TradeOut(Schema):
    """Followed by GET /jobs; its result counts what was created, there already, different, and not
    taken, and names the file with the rows that were not."""

    job_id: uuid.UUID


@router.post("/orders/imports", response={202: TradeOut}, openapi_extra=FORM)
@needs(ORDERS, "import")
def orders(request: StaffRequest) -> Status[dict[str, Any]]:
    """Orders with their lines; rows of one number are one order, what came back is returned."""
    return _begin(request, Kind.ORDERS)


@router.post("/payments/imports", response={202: TradeOut}, openapi_extra=FORM)
@needs(PAYMENTS, "import")
def payments(request: StaffRequest) -> Status[dict[str, Any]]:
    """Payments, put against the orders that they name."""
    return _begin(request, Kind.PAYMENTS)


@router.post("/opportunities/imports", response={202: TradeOut}, openapi_extra=FORM)
@needs(OPPORTUNITIES, "import")
def opportunities(request: StaffRequest) -> Status[dict[str, Any]]:
    """Opportunities with the stage that each has reached."""
    return _begin(request, Kind.OPPORTUNITIES)


def _begin(request: StaffRequest, kind: Kind) -> Status[dict[str, Any]]:
    by, sent = api_actor(request), request.FILES.get("file")
    if sent is None or not sent.name:
        raise RuleError(_("Choose a file first."), field="file")
    options = _object("options", request.POST.get("options", "")) or {}
    mapping = _object("mapping", request.POST.get("mapping", ""))
    # What says which sheet it is must be right before the file is looked at.
    asked = Setup.of({key: options[key] for key in ("sheet", "header_row") if key in options})
    file = jobs.take_in(by=by, kind=kind, name=sent.name, chunks=sent.chunks())
    look = jobs.look(kind, file, asked)
    access = request.user.access
    setup = arranging.arrange(kind, access, look, mapping=mapping, options=options)
    is_dry = request.POST.get("dry_run", "").casefold() in {"1", "true", "yes", "on"}
    job: Job = jobs.start(by=by, kind=kind, file=file, setup=setup, is_dry=is_dry)
    return Status(202, {"job_id": job.pk})


def _object(name: str, text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Invalid({name: _("Give a JSON object.")})
    return given
