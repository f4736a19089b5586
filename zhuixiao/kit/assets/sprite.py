"""One SVG file with the drawings of the icons in use."""

import json
import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

# In templates an icon is named inside a tag or in data-icon, in Python anywhere as a string.
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
QUOTED = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
ICON_TAG = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']""")
DATA_ICON = re.compile(r"""data-icon=["']([a-z0-9-]+)["']""")


def names_in_use(package: Path) -> set[str]:
    """Every quoted word that could name an icon; the drawings decide which do."""
    found: set[str] = set()
    for path in package.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found.update(DATA_ICON.findall(text))
        for tag in TAG.findall(text):
            found.update(QUOTED.findall(tag))
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "icon" in text.casefold() or "NavItem" in text:
            found.update(QUOTED.findall(text))
    for folder in ("app", "phone"):
        for path in (package / "static" / folder).rglob("*.js"):
            found.update(QUOTED.findall(path.read_text(encoding="utf-8")))
    return found


def named(template: str) -> set[str]:
    """The icons that a template names outright."""
    return {*ICON_TAG.findall(template), *DATA_ICON.findall(template)}


def build(package: Path, drawings: Path, target: Path) -> int:
    """Write the sprite when it changes; the number of icons in it."""
    known = json.loads(drawings.read_text(encoding="utf-8"))
    names = sorted(names_in_use(package) & known.keys())
    symbols = "".join(_symbol(name, known[name]) for name in names)
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8", newline="\n")
    return len(names)


def _symbol(name: str, shapes: list[tuple[str, dict[str, str]]]) -> str:
    body = "".join(f"<{shape}{_attributes(given)}/>" for shape, given in shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def _attributes(given: dict[str, str]) -> str:
    return "".join(f" {key}={quoteattr(str(value))}" for key, value in sorted(given.items()))
