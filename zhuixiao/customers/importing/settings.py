"""How a batch is to be imported, as chosen in the wizard or on the command line."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..models import AssignRule, ImportBatch, Pool
from .people import assignable


class OnDuplicate(StrEnum):
    """What happens to a row whose customer exists already."""

    SKIP = "skip"
    FILL = "fill"
    UPDATE = "update"
    CREATE = "create"


ME, NOBODY, RULES, POOL = "me", "none", "rules", "pool-"


@dataclass(frozen=True)
class Settings:
    """`owner` is who gets rows that name none: "me", "none", "rules" (whom the assignment rules
    say), "pool-" with the id of a pool, or the id of an employee."""

    owner: str = ME
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    create_missing: bool = False

    @classmethod
    def of(cls, batch: ImportBatch) -> "Settings":
        return cls(
            owner=str(batch.options.get("owner", ME)),
            on_duplicate=OnDuplicate(batch.options.get("on_duplicate", OnDuplicate.SKIP)),
            create_missing=bool(batch.options.get("create_missing", False)),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "owner": self.owner,
            "on_duplicate": self.on_duplicate.value,
            "create_missing": self.create_missing,
        }

    def check(self, person: Employee) -> None:
        """Raises RuleError when the person may not import in this way."""
        self.holder(person)
        if self.create_missing and not person.access.may("catalog", "manage"):
            raise RuleError(
                _("Only who keeps the pick lists may add options. Ask your administrator."),
                field="create_missing",
            )

    @property
    def by_rules(self) -> bool:
        return self.owner == RULES

    def holder(self, person: Employee) -> Employee | Pool | None:
        """Who gets rows that name no owner; with the rules, those for whom they find nobody. Raises
        RuleError for one out of reach."""
        if self.by_rules and not AssignRule.objects.in_use().exists():
            raise RuleError(
                _("There is no assignment rule. The boss sets one up, or choose somebody."),
                field="owner",
            )
        if self.owner in {ME, RULES}:
            return person
        if self.owner == NOBODY:
            return None
        if self.owner.startswith(POOL):
            return self._pool(person)
        found = {str(row.pk): row for row in assignable(person)}.get(self.owner)
        if found is None:
            raise RuleError(_("Choose somebody whom you can make owner."), field="owner")
        return found

    def _pool(self, person: Employee) -> Pool:
        pools = {f"{POOL}{pool.pk}": pool for pool in Pool.objects.serving(person)}
        if self.owner not in pools:
            raise RuleError(_("Choose a pool that serves you."), field="owner")
        return pools[self.owner]
