"""Background work of selling."""

from django.utils.translation import gettext_noop

from zhuixiao.kit.jobs import Running, every

from .actions import renewing


@every(
    key="sales.ending",
    label=gettext_noop("Contracts that end soon: telling their owners"),
    daily_at="07:30",
)
def remind_of_ends(job: Running) -> dict[str, int]:
    """Each contract is told of once."""
    return {"told": renewing.remind(job.now)}
