"""How the person's background jobs are doing."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import htmx, jobs
from zhuixiao.kit.models import Job, JobState

from .. import queries
from .tabs import tabs

PAGE = 50


@staff
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The own jobs, newest first; `?show=all` shows everybody's to whoever may see them.

    Routine work that went well stands on the system page only.
    """
    sees_all = request.user.access.may("accounts", "manage")
    shows_all = sees_all and request.GET.get("show") == "all"
    visible = queries.jobs_visible_to(request.user)
    rows = (
        visible.exclude(created_by_id=0, state=JobState.DONE)
        if shows_all
        else visible.of_person(request.user.pk)
    )
    page = Paginator(rows.order_by("-created_at"), PAGE).get_page(request.GET.get("page"))
    people = Employee.objects.in_bulk({job.created_by_id for job in page}) if shows_all else {}
    rows_of_page = [(job, people.get(job.created_by_id)) for job in page]
    shown_tabs = tabs(request.user, "all-jobs" if shows_all else "jobs")
    context = {"page": page, "rows": rows_of_page, "tabs": shown_tabs}
    return htmx.render_page(request, "notices/jobs.html", context, partial="list")


@staff
@require_GET
def job(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """One job; as a fragment it asks again each second until it ends."""
    return _job(request, _visible(request, pk))


@staff
@require_POST
def cancel(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Call a job off."""
    jobs.cancel(_visible(request, pk).pk)
    return _job(request, _visible(request, pk))


@staff
@require_POST
def retry(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a failed job start again."""
    jobs.retry(_visible(request, pk).pk)
    return _job(request, _visible(request, pk))


def _visible(request: StaffRequest, pk: uuid.UUID) -> Job:
    return get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)


def _job(request: StaffRequest, row: Job) -> HttpResponse:
    """The row for htmx, else the page of the one job."""
    response = htmx.render_page(request, "notices/job.html", {"job": row}, partial="row")
    return response if row.is_open else htmx.trigger(response, jobEnded=str(row.pk))
