"""How a batch is to be imported, as chosen in the wizard or on the command line."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..models import ImportBatch
from .people import assignable


class OnDuplicate(StrEnum):
    """What happens to a row whose customer exists already."""

    SKIP = "skip"
    FILL = "fill"
    UPDATE = "update"
    CREATE = "create"


ME, NOBODY = "me", "none"


@dataclass(frozen=True)
class Settings:
    """`owner` is whom rows without one are given to: "me", "none", or the id of an employee."""

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
        self.default_owner(person)
        if self.create_missing and not person.access.may("catalog", "manage"):
            raise RuleError(
                _("Only who keeps the pick lists may add options. Ask your administrator."),
                field="create_missing",
            )

    def default_owner(self, person: Employee) -> Employee | None:
        """The owner of rows that name none. Raises RuleError for one out of reach."""
        if self.owner == ME:
            return person
        if self.owner == NOBODY:
            return None
        found = {str(row.pk): row for row in assignable(person)}.get(self.owner)
        if found is None:
            raise RuleError(_("Choose somebody whom you can make owner."), field="owner")
        return found
