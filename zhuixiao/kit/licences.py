"""Whose work the program is made of: installed Python packages, copied front-end packages."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

PROGRAM = "zhuixiao"
FRONT_END = "licences.json"
_NAMED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?[^;]*;?(.*)$")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
_FILE = re.compile(r"(?:^|[/.-])(licen[cs]e|copying|notice|copyright)", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
# What some packages put into the short field is the whole text.
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Component:
    """A package, its licence in short, and the licence's own text ("" when none came along)."""

    name: str
    version: str
    licence: str
    text: str = ""


def python_packages(root: Path) -> list[Component]:
    """What the program needs to run, directly and indirectly, as far as it is installed here.

    `root` is the checkout, for a program that runs from one.
    """
    found: dict[str, Component] = {}
    waiting = list(_requirements(_roots(root), set()))
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, frozenset(extras)) in seen:
            continue
        seen.add((name, frozenset(extras)))
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # For another system, or replaced by a newer Python.
            continue
        found[name] = _component(package)
        waiting += _requirements(package.requires or [], extras)
    return sorted(found.values(), key=lambda row: row.name.casefold())


def front_end_packages(vendor: Path) -> list[Component]:
    """What `zhuixiao assets` copied; empty before it ran."""
    path = vendor / FRONT_END
    if not path.exists():
        return []
    return [Component(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def record_front_end(node_modules: Path, sources: Iterable[str], vendor: Path) -> None:
    """Write down the packages that these files of node_modules came from, with those that they
    in turn may have taken in."""
    names = _with_needed(node_modules, _folders(sources))
    rows = [asdict(_node_package(node_modules / name)) for name in names]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (vendor / FRONT_END).write_text(text + "\n", encoding="utf-8", newline="\n")


def notice(components: Iterable[Component]) -> Iterator[str]:
    """The lines of the notice: a list of all, then each licence's text."""
    rows = list(components)
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        yield f"{row.name:<{width}}  {row.version:<12}  {row.licence}"
    for row in rows:
        yield ""
        yield "=" * 78
        yield f"{row.name} {row.version} ({row.licence})"
        yield "=" * 78
        yield row.text.strip() or "(the package brings no licence text)"


def _roots(root: Path) -> list[str]:
    try:
        return metadata.distribution(PROGRAM).requires or []
    except metadata.PackageNotFoundError:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        needed: list[str] = project["project"]["dependencies"]
        return needed


def _requirements(lines: Iterable[str], extras: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Names with the extras that are asked of them; those of extras nobody asked for left out."""
    for line in lines:
        match = _NAMED.match(line)
        if match is None:
            continue
        name, asked, marker = match.groups()
        wanted = _EXTRA.findall(marker)
        if not wanted or extras & set(wanted):
            yield (
                name.casefold().replace("_", "-"),
                {one.strip() for one in (asked or "").split(",")} - {""},
            )


def _component(package: metadata.Distribution) -> Component:
    about = package.metadata
    names = [
        row.removeprefix(_CLASSIFIER)
        for row in about.get_all("Classifier") or []
        if row.startswith(_CLASSIFIER)
    ]
    short = (about.get_all("License") or [""])[0].strip()
    brief = short if 0 < len(short) <= _LONGEST_NAME else ", ".join(names)
    licence = (about.get_all("License-Expression") or [brief])[0]
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for file in package.files or []
        if ".dist-info" in str(file) and _FILE.search(str(file).partition(".dist-info/")[2])
        if (path := Path(str(package.locate_file(file)))).is_file()
    ]
    return Component(about["Name"], package.version, licence or "see the text", "\n".join(texts))


def _folders(sources: Iterable[str]) -> list[str]:
    """The package folders of files: "leaflet", "@tabler/icons"."""
    depth = {True: 2, False: 1}
    names = ("/".join(one.split("/")[: depth[one.startswith("@")]]) for one in sources)
    return sorted(set(names))


def _with_needed(node_modules: Path, names: Iterable[str]) -> list[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or not (node_modules / name / "package.json").exists():
            continue
        found.add(name)
        about = json.loads((node_modules / name / "package.json").read_text(encoding="utf-8"))
        waiting += about.get("dependencies", {})
    return sorted(found)


def _node_package(folder: Path) -> Component:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.iterdir())
        if path.is_file() and _FILE.search(path.name)
    ]
    return Component(about["name"], about["version"], str(about["license"]), "\n".join(texts))
