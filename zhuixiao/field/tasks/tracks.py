"""Background work of tracks."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from ..actions import fixes_months, tracks_days


@every(key="field.track_days", label=gettext_noop("Kilometres of the day"), minutes=5)
def sum_up(_job: Running) -> dict[str, int]:
    """Days to which positions came are summed up again."""
    return {"days": tracks_days.sum_up_stale()}


@every(
    key="field.old_fixes",
    label=gettext_noop("Old positions are deleted"),
    daily_at="03:20",
)
def delete_old(job: Running) -> dict[str, int]:
    """Positions go after the days that the company has set; months to come get their room."""
    fixes_months.make_ahead(job.now.date())
    return {"deleted": tracks_days.delete_old(now=job.now)}
