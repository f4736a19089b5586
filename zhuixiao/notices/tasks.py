"""Old notices are forgotten."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from zhuixiao.kit import jobs

from .models import Notice

KEEP = timedelta(days=180)


@jobs.every(key="notices.old", label=gettext_noop("Old notices are removed"), daily_at="03:50")
def forget_old(job: jobs.Running) -> dict[str, int]:
    """Delete notices of half a year ago, read or not."""
    deleted, _by_model = Notice.objects.filter(created_at__lt=job.now - KEEP).delete()
    return {"notices": deleted}
