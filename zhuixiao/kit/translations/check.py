"""What is missing between the messages in use and the catalogues."""

from collections.abc import Iterator
from pathlib import Path

from . import catalog, extraction

EXEMPT = ("locale", "demo", "benchmarks", "migrations", "vendor")


def problems(package: Path) -> list[str]:
    """One line per missing, fuzzy, empty or doubly translated message and per Chinese literal."""
    known: dict[tuple[str, str], tuple[Path, catalog.Entry]] = {}
    found: list[str] = []
    for path in sorted(package.rglob("*.po")):
        for entry in catalog.read(path):
            other = known.setdefault(entry.key, (path, entry))
            if entry.text and other[1].translations != entry.translations:
                # Django merges all catalogues: one of the two would win by chance.
                found.append(f"{path}:{entry.line}: other words than {other[0]}: {entry.text!r}")
    for message in _messages(package):
        held = known.get((message.context, message.text))
        if held is None:
            found.append(f"{message.file}:{message.line}: not in a catalogue: {message.text!r}")
        elif not held[1].is_usable:
            found.append(f"{held[0]}:{held[1].line}: fuzzy or empty: {message.text!r}")
    for path in _sources(package, "*.py", "*.html", "*.js"):
        found += [f"{path}:{line}: Chinese literal" for line in extraction.chinese(path)]
    return list(dict.fromkeys(found))


def _messages(package: Path) -> Iterator[extraction.Message]:
    for path in _sources(package, "*.py"):
        yield from extraction.of_python(path)
    for path in _sources(package, "*.html", "*.txt"):
        if "templates" in path.parts:
            yield from extraction.of_template(path)


def _sources(package: Path, *patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        for path in sorted(package.rglob(pattern)):
            if not set(EXEMPT) & set(path.relative_to(package).parts):
                yield path
