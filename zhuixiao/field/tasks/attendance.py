"""Background work of attendance."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from ..actions import attendance_days


@every(key="field.attendance_due", label=gettext_noop("Attendance of the day"), minutes=1)
def catch_up(job: Running) -> dict[str, int]:
    """Punches and visits that came are in the results of their days."""
    return {"days": attendance_days.catch_up(job.now)}


@every(key="field.attendance", label=gettext_noop("Attendance of the day before"), daily_at="00:20")
def close(job: Running) -> dict[str, int]:
    """Whoever did not come is absent once the day is over."""
    return {"days": attendance_days.close(job.now)}
