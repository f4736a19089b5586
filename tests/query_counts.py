"""The number of SQL queries of a page, pinned in query_counts.json.

`ZHUIXIAO_RECORD=1 pytest ...` writes the numbers anew; the difference is then reviewed like code.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_suffix(".json")


@contextmanager
def pinned(name: str) -> Iterator[None]:
    """The block makes as many queries as are written down under `name`."""
    with CaptureQueriesContext(connection) as captured:
        yield
    known: dict[str, int] = json.loads(FILE.read_text()) if FILE.exists() else {}
    if os.environ.get("ZHUIXIAO_RECORD"):
        FILE.write_text(json.dumps(known | {name: len(captured)}, indent=2, sort_keys=True) + "\n")
        return
    statements = "\n".join(query["sql"][:300] for query in captured.captured_queries)
    assert len(captured) == known.get(name), f"{name}: {len(captured)} queries\n{statements}"
