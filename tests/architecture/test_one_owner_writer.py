"""Only the ownership service writes who has a customer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import zhuixiao

PACKAGE = Path(zhuixiao.__file__).parent
SERVICE = PACKAGE / "customers" / "actions" / "ownership.py"
COLUMNS = {"owner", "owner_id", "pool", "pool_id", "received_at", "pooled_at"}
WRITERS = {"update", "unlogged_update", "bulk_update"}
# Drafts of customers that are not written yet, whose chain the service begins; events.
OTHERS = {
    PACKAGE / "customers" / "importing" / "converting.py",
    PACKAGE / "customers" / "importing" / "owners.py",
    PACKAGE / "activities" / "actions" / "handing_over.py",
}
# Benchmarks write worlds by bare SQL.
WHERE = ("customers", "activities", "reports", "workbench")


def writes(source: str) -> Iterator[int]:
    """The lines on which a customer's owner, pool or clock would be written."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            if any(isinstance(part, ast.Attribute) and part.attr in COLUMNS for part in parts):
                yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITERS:
            listed = [one for argument in node.args for one in ast.walk(argument)]
            named = {word.arg for word in node.keywords}
            named |= {str(one.value) for one in listed if isinstance(one, ast.Constant)}
            if COLUMNS & named:
                yield node.lineno


def test_a_planted_write_is_seen() -> None:
    planted = "row.owner = person\nrows.unlogged_update(pool=None)\n"
    assert list(writes(planted + 'rows.bulk_update(rows, ["owner"])')) == [1, 2, 3]


def test_nothing_but_the_service_writes_who_has_a_customer() -> None:
    assert list(writes(SERVICE.read_text(encoding="utf-8"))), "the service moved"
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for app in WHERE
        for path in sorted((PACKAGE / app).rglob("*.py"))
        if path not in {SERVICE, *OTHERS} and "migrations" not in path.parts
        for line in writes(path.read_text(encoding="utf-8"))
    ]
    assert found == []
