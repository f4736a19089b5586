"""Importing small files of orders, payments and opportunities."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.sales.trade import arranging, running, source
from zhuixiao.sales.trade.kinds import Kind
from zhuixiao.sales.trade.outcome import Outcome

Bring = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    """Import a text of comma separated values, as the boss unless somebody else is named."""

    def run(
        kind: Kind,
        content: str | Path,
        *,
        by: Employee = world.boss,
        mapping: dict[str, Any] | None = None,
        is_dry: bool = False,
        **options: Any,
    ) -> Outcome:
        if isinstance(content, str):
            path = tmp_path / "file.csv"
            path.write_text(content, encoding="utf-8")
        else:
            path = content
        person = Employee.objects.with_access().get(pk=by.pk)
        setup = arranging.arrange(
            kind, person.access, source.look(kind, path), mapping=mapping, options=options
        )
        return running.run(
            by=actor(person),
            kind=kind,
            path=path,
            name=path.name,
            setup=setup,
            progress=lambda _done, _total: None,
            is_dry=is_dry,
            table=tmp_path / "refused.xlsx",
        )

    return run


def reasons(outcome: Outcome) -> dict[int, str]:
    """Why which row was not taken."""
    return dict(outcome.listed)
