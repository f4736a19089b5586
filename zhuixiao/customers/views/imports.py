"""The import wizard: each step has its address, and what was chosen stands on the batch."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx, jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import Job

from ..choices import BatchState
from ..importing import batches, results, template, undo
from ..importing.settings import RULES, OnDuplicate, Settings
from ..importing.steps import column_rows, owner_choices, steps_of, target_groups
from ..models import ImportBatch

SHOWN = 50


@requires("customers", "import")
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """Step 1: upload a file; below it the person's earlier imports."""
    error = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None or not sent.name:
                raise RuleError(_("Choose a file first."), field="file")
            batch = batches.begin(by=actor(request), name=sent.name, chunks=sent.chunks())
        except RuleError as refused:
            error = str(refused.message)
        else:
            return htmx.redirect_to(request, reverse("customers:import-sheet", args=[batch.pk]))
    rows = ImportBatch.objects.filter(created_by=request.user).order_by("-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {"page": page, "error": error, "steps": steps_of(None, "file")}
    return render(request, "customers/imports/file.html", context, status=422 if error else 200)


@requires("customers", "import")
@require_safe
def blank(request: StaffRequest) -> HttpResponse:
    """An empty table with all columns that an import knows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        template.write(path, request.user)
        content = path.read_bytes()
    name = "customers.xlsx"
    return HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires("customers", "import")
@require_http_methods(["GET", "POST"])
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Step 2: which sheet, and which row names the columns."""
    batch = _batch(request, pk)
    error = ""
    if request.method == "POST":
        number = request.POST.get("header_row", "")
        is_other = "other_sheet" in request.POST
        try:
            batch = batches.choose_sheet(
                by=actor(request),
                batch=batch,
                sheet=request.POST.get("other_sheet") or request.POST.get("sheet", ""),
                header_row=int(number) if number.isascii() and number.isdigit() else None,
                guess=is_other,
            )
        except RuleError as refused:
            error = str(refused.message)
        else:
            name = "customers:import-sheet" if is_other else "customers:import-columns"
            return htmx.redirect_to(request, reverse(name, args=[batch.pk]))
    context = {
        "batch": batch,
        "rows": list(enumerate(batch.options["preview"], start=1)),
        "width": range(max((len(row) for row in batch.options["preview"]), default=0)),
        "error": error,
    }
    return _step(request, batch, "sheet", context, status=422 if error else 200)


@requires("customers", "import")
@require_http_methods(["GET", "POST"])
def columns(request: StaffRequest, pk: int) -> HttpResponse:
    """Step 3: what each column means."""
    batch = _batch(request, pk)
    chosen = {int(index): key for index, key in batch.mapping.items()}
    error, field = "", ""
    if request.method == "POST":
        chosen = _chosen(request, len(batch.options["names"]))
        try:
            batches.choose_columns(by=actor(request), batch=batch, columns=chosen)
        except RuleError as refused:
            error, field = str(refused.message), refused.field
        else:
            url = reverse("customers:import-settings", args=[batch.pk])
            return htmx.redirect_to(request, url)
    context = {
        "batch": batch,
        "columns": column_rows(batch, chosen, wrong=field),
        "groups": target_groups(request.user.access),
        "error": error,
    }
    return _step(request, batch, "columns", context, status=422 if error else 200)


@requires("customers", "import")
@require_http_methods(["GET", "POST"])
def settings(request: StaffRequest, pk: int) -> HttpResponse:
    """Step 4: owner, duplicates, missing options; then the check begins."""
    batch = _batch(request, pk)
    chosen = Settings.of(batch)
    error = ""
    if request.method == "POST":
        policy = request.POST.get("on_duplicate", "")
        chosen = Settings(
            owner=request.POST.get("owner", ""),
            on_duplicate=OnDuplicate(policy) if policy in set(OnDuplicate) else OnDuplicate.SKIP,
            create_missing="create_missing" in request.POST,
        )
        try:
            batches.choose_settings(by=actor(request), batch=batch, settings=chosen)
            batches.start_check(by=actor(request), batch=batch)
        except RuleError as refused:
            error = str(refused.message)
        else:
            return htmx.redirect_to(request, reverse("customers:import-check", args=[batch.pk]))
    owners = owner_choices(request.user)
    context = {
        "batch": batch,
        "chosen": chosen,
        "owners": owners,
        "has_rules": RULES in dict(owners),
        "may_create": request.user.access.may("catalog", "manage"),
        "error": error,
    }
    return _step(request, batch, "settings", context, status=422 if error else 200)


@requires("customers", "import")
@require_safe
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Step 5: what the import would do."""
    batch = _batch(request, pk)
    if batch.state not in {BatchState.DRAFT, BatchState.CHECKED}:
        return htmx.redirect_to(request, reverse("customers:import-result", args=[batch.pk]))
    context = {
        "batch": batch,
        "job": _job(batch),
        "counts": batch.options.get("check") if batch.state == BatchState.CHECKED else None,
        **_rejected(request, batch),
    }
    return _step(request, batch, "check", context)


@requires("customers", "import")
@require_POST
@idempotent
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the import, or go on with a stopped one; twice is once."""
    batch = _batch(request, pk)
    batches.start(by=actor(request), batch=batch)
    return htmx.redirect_to(request, reverse("customers:import-result", args=[batch.pk]))


@requires("customers", "import")
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The running import and its result."""
    batch = _batch(request, pk)
    if batch.state in {BatchState.DRAFT, BatchState.CHECKED}:
        return htmx.redirect_to(request, reverse("customers:import-check", args=[batch.pk]))
    context = {"batch": batch, "job": _job(batch), **_rejected(request, batch)}
    return _step(request, batch, "result", context)


@requires("customers", "import")
@require_safe
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The bar of the batch's job; once the job has ended, the page loads anew."""
    job = _job(_batch(request, pk))
    if job is None or not job.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "customers/imports/progress.html", {"batch": {"pk": pk}, "job": job})


@requires("customers", "import")
@require_POST
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Call the batch's job off; what is in stays until it is undone."""
    batch = _batch(request, pk)
    if batch.job_id:
        jobs.cancel(batch.job_id)
    return htmx.redirect_to(request, reverse("customers:import-result", args=[batch.pk]))


@requires("customers", "import")
@require_POST
def undoing(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = _batch(request, pk)
    try:
        undo.start(by=actor(request), batch=batch)
    except RuleError as error:
        messages.error(request, str(error.message))
    return htmx.redirect_to(request, reverse("customers:import-result", args=[batch.pk]))


def _batch(request: StaffRequest, pk: int) -> ImportBatch:
    """An import is its owner's alone, also for the boss: the file may hold what nobody has seen."""
    rows = ImportBatch.objects.select_related("file", "created_by")
    return get_object_or_404(rows, pk=pk, created_by=request.user)


def _job(batch: ImportBatch) -> Job | None:
    return Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None


def _chosen(request: StaffRequest, count: int) -> dict[int, str]:
    keys = {index: request.POST.get(f"column-{index}", "") for index in range(count)}
    return {index: key for index, key in keys.items() if key}


def _rejected(request: StaffRequest, batch: ImportBatch) -> dict[str, Any]:
    rows = batch.rejected.order_by("row")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    names = batch.options.get("names", [])
    listed = [(row, results.reasons_in_words(row, names)) for row in page]
    return {"page": page, "rejected": listed, "now": timezone.now()}


def _step(
    request: StaffRequest,
    batch: ImportBatch,
    step: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context |= {"steps": steps_of(batch, step)}
    return render(request, f"customers/imports/{step}.html", context, status=status)
