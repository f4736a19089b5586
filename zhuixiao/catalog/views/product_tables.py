"""Products from a file, with a look at what it would do, and into one."""

import tempfile
import uuid
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.files import access as file_access
from zhuixiao.files import actions as files
from zhuixiao.files import disk
from zhuixiao.files.choices import CONTENT_TYPES, FileType
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent

from .. import queries
from ..models import Product
from ..trade import running
from ..trade.plan import plan

# Rows with errors come first, then what changes.
SHOWN = 300
_ORDER = {"wrong": 0, "new": 1, "change": 2, "same": 3}


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def bring(request: StaffRequest) -> HttpResponse:
    """A file is looked at first; sent again by its id it is carried out."""
    error = ""
    if request.method == "POST":
        try:
            if "file_id" in request.POST:
                return _carried_out(request, _waiting(request))
            return _looked_at(request)
        except RuleError as refused:
            error = str(refused.message)
    status = 422 if error else 200
    return render(request, "catalog/product_import.html", {"error": error}, status=status)


@requires("catalog", "manage")
@require_POST
def export(request: StaffRequest) -> HttpResponse:
    """The products of the list as a file, csv if asked for; it is logged, so it is no GET."""
    rows = queries.products(request.user.access, **queries.asked(request.GET))
    return answer(by=actor(request), rows=rows, is_csv="csv" in request.GET)


def answer(*, by: Actor, rows: QuerySet[Product], is_csv: bool) -> HttpResponse:
    """These products as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / running.file_name(by.today.isoformat(), is_csv=is_csv)
        running.write(by=by, rows=rows, path=path, is_csv=is_csv)
        kind = CONTENT_TYPES[FileType.CSV if is_csv else FileType.XLSX]
        response = HttpResponse(path.read_bytes(), content_type=kind)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(path.name)}"
    return response


def _looked_at(request: StaffRequest) -> HttpResponse:
    upload, by = request.FILES.get("file"), actor(request)
    if upload is None or not upload.name:
        raise RuleError(_("Choose a file first."), field="file")
    # It waits as an upload of the person's own; what is not carried out is swept away.
    file = files.keep(by=by, name=upload.name, chunks=upload.chunks(), kind="", record_id=0)
    found = plan(by=by, path=disk.path_of(file.stored))
    rows = sorted(found.rows, key=lambda row: (_ORDER[row.do], row.number))
    context = {
        "plan": found,
        "file": file,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "counts": {do: found.count(do) for do in _ORDER},
    }
    return render(request, "catalog/product_import.html", context)


def _waiting(request: StaffRequest) -> StoredFile:
    try:
        file = file_access.find(request.user, uuid.UUID(request.POST["file_id"]))
    except ValueError:
        file = None
    if file is None or file.kind:
        raise RuleError(_("An uploaded file is gone. Upload it again."), field="file")
    return file


def _carried_out(request: StaffRequest, file: StoredFile) -> HttpResponse:
    done = running.run(by=actor(request), path=disk.path_of(file.stored), name=file.name)
    told = _("%(new)d products added, %(changed)d changed, %(wrong)d rows left out.") % {
        "new": done.count("new"),
        "changed": done.count("change"),
        "wrong": done.count("wrong"),
    }
    messages.success(request, told)
    return htmx.redirect_to(request, reverse("catalog:products"))
