"""Files that nobody needs are swept away."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from zhuixiao.kit import jobs

from . import disk
from .models import StoredFile

# Long enough for a form that stays open overnight.
WAIT = timedelta(hours=24)


@jobs.every(
    key="files.orphans", label=gettext_noop("Files that nothing uses are removed"), daily_at="03:40"
)
def sweep_orphans(job: jobs.Running) -> dict[str, int]:
    """Uploads that were never attached, and files on the disk without a row, a day old each."""
    rows = list(StoredFile.objects.waiting().filter(created_at__lt=job.now - WAIT))
    for row in rows:
        job.check_cancelled()
        # First the row, then the file: no row may ever be without its file.
        if StoredFile.objects.waiting().filter(pk=row.pk).delete()[0]:
            disk.remove(row.stored)
    oldest = (job.now - WAIT).timestamp()
    old = [name for name, changed in disk.every_stored() if changed < oldest]
    known = set(StoredFile.objects.values_list("stored", flat=True))
    lost = [name for name in old if name not in known]
    for name in lost:
        disk.remove(name)
    return {"rows": len(rows), "files": len(lost)}
