"""What an archive says about itself."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

# Raised when an older program could no longer read the archive.
FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`tables` holds {table: [rows, digest]}, `members` {name in the archive: sha256},
    `migrations` {app: names}; `created_at` is UTC in ISO form."""

    program: str
    engine: str
    created_at: str
    migrations: dict[str, list[str]]
    tables: dict[str, list[Any]]
    members: dict[str, str]
    format: int = FORMAT

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Raises ValueError for what is no manifest of this format."""
        values = json.loads(text)
        if not isinstance(values, dict) or not isinstance(values.get("format"), int):
            raise ValueError("no manifest")
        if values["format"] > FORMAT:
            raise NewerFormat
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError("no manifest") from error

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @property
    def rows(self) -> int:
        return sum(rows for rows, _digest in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.members)


class NewerFormat(ValueError):
    """A later program wrote this archive."""
