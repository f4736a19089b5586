"""Background work of field sales."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from .actions import visits_night


@every(
    key="field.unsigned_visits",
    label=gettext_noop("Visits that nobody signed out of are closed"),
    daily_at="03:30",
)
def close_unsigned(job: Running) -> dict[str, int]:
    """Those of earlier days; a sign-out that comes later still counts."""
    return {"closed": visits_night.close_unsigned(job.now)}
