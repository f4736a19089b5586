"""The search box of the one table."""

from collections.abc import Callable

from django.db import connection

from ..questions import many
from ..scene import Scene
from .job import Job, fine
from .table import SELECTED, address

_SQLITE = f"""{SELECTED}
WHERE c.deleted_at IS NULL
AND c.id IN (SELECT rowid FROM customers_fts WHERE customers_fts MATCH %s)
ORDER BY c.created_at DESC, c.id DESC LIMIT 51
"""
_POSTGRESQL = f"""{SELECTED}
WHERE c.deleted_at IS NULL AND c.id IN (
    SELECT customer_id FROM customers_searchindex
    WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery
)
ORDER BY c.created_at DESC, c.id DESC LIMIT 51
"""


def jobs(scene: Scene) -> list[Job]:
    asked = scene.questions
    return [
        _job(scene, "search-han", asked.pair, lambda text: (text, False)),
        _job(scene, "search-initials", asked.initials, lambda text: (text, True)),
        # Numbers are kept backwards behind an "r", so that their ends are found.
        _job(scene, "search-phone", asked.tail, lambda text: (f"r{text[::-1]}", True)),
    ]


def _job(
    scene: Scene, key: str, text: Callable[[int], str], token: Callable[[str], tuple[str, bool]]
) -> Job:
    is_sqlite = connection.vendor == "sqlite"

    def bare(number: int) -> object:
        word, is_prefix = token(text(number))
        if is_sqlite:
            return many(_SQLITE, [f'"{word}"{"*" * is_prefix}'])
        return many(_POSTGRESQL, [f"'{word}'{':*' * is_prefix}"])

    return Job(key, lambda number: fine(scene.boss.get(address(q=text(number)))), bare)
