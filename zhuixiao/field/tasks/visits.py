"""Background work of field sales."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from ..actions import visit_plans_handing, visits_night


@every(
    key="field.unsigned_visits",
    label=gettext_noop("Visits that nobody signed out of are closed"),
    daily_at="03:30",
)
def close_unsigned(job: Running) -> dict[str, int]:
    """Those of earlier days; a sign-out that comes later still counts."""
    return {"closed": visits_night.close_unsigned(job.now)}


@every(
    key="field.visits_of_leavers",
    label=gettext_noop("Today's planned visits of people who have left end"),
    daily_at="03:35",
)
def end_of_leavers(job: Running) -> dict[str, int]:
    """Those that nobody took over until their day."""
    return {"ended": visit_plans_handing.end_of_leavers(job.now)}
