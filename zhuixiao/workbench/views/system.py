"""Is the installation well, are there backups, and what does the program do by itself?"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit import health, htmx, jobs, version
from zhuixiao.kit.backup import nightly

from ..queries import system

SHOWN = 10
NAMES = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Structure of the database"),
    "disk": gettext_lazy("Disk"),
    "clock": gettext_lazy("Clock"),
    "jobs": gettext_lazy("Background jobs"),
    "backup": gettext_lazy("Backup"),
}


@requires("accounts", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Findings, archives, routine work."""
    routines = list(system.routines())
    context = {
        "findings": [(NAMES[row.name], row) for row in health.overview(timezone.now())],
        "version": version.current(),
        "archives": nightly.archives()[:SHOWN],
        "folder": settings.BACKUPS_DIR,
        "keep": settings.BACKUPS_KEEP,
        "backup": nightly.BACKUP,
        "routines": routines,
        "is_busy": any(row.is_open for row in routines),
    }
    return htmx.render_page(request, "workbench/system.html", context, partial="state")


@requires("accounts", "manage")
@require_POST
def run(request: StaffRequest, key: str) -> HttpResponse:
    """Do a periodic job now."""
    try:
        jobs.run_now(key, by_id=request.user.pk)
    except KeyError as error:
        raise Http404 from error
    messages.success(request, _("Started."))
    return redirect("system")
