"""Who sees the boards of who sells most."""

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company

from ..queries.ranking import SETTING, Ranking

KIND = "ranking"


@transaction.atomic
def choose(*, by: Actor, ranking: Ranking) -> None:
    """Set it for the whole company. Raises NotAllowed."""
    by.employee.access.check("orders", "manage")
    company = Company.objects.select_for_update().get()
    before = company.settings.get(SETTING, Ranking.SCOPE.value)
    if before == ranking:
        return
    company.settings[SETTING] = ranking.value
    company.save(update_fields=["settings"])
    audit.write(
        by=by,
        action="change",
        kind=KIND,
        label=company.name,
        changes={"ranking": (before, ranking.value)},
    )
