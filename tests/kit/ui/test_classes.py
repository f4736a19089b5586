"""There is no framework underneath: a class in a template exists only if a stylesheet has it."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[3] / "zhuixiao"
# A tag of Django inside the attribute may hold quotes of its own.
CLASS = re.compile(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', re.DOTALL)
DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
NAME = re.compile(r"\.([a-zA-Z][\w-]*)")


def templates() -> list[Path]:
    return sorted(PACKAGE.glob("**/templates/**/*.html"))


def known_classes() -> set[str]:
    """Classes of our stylesheets, and the hooks that our scripts look for."""
    sheets = (PACKAGE / "static" / "app").rglob("*.css")
    scripts = (PACKAGE / "static" / "app").rglob("*.js")
    return {name for path in (*sheets, *scripts) for name in NAME.findall(path.read_text("utf-8"))}


def used_classes(text: str) -> set[str]:
    """The names written out; one that is put together by the template is left to the eye."""
    found: set[str] = set()
    for value in CLASS.findall(text):
        # What is glued to a tag, as in "tone-{{ colour }}", becomes a name with a star.
        words = DJANGO.sub(lambda tag: "*" if tag.group().startswith("{{") else " ", value).split()
        found.update(word for word in words if "*" not in word)
    return found


def test_every_class_of_a_template_has_a_rule() -> None:
    known = known_classes()
    missing = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in templates()
        for name in used_classes(path.read_text("utf-8")) - known
    }
    assert not missing, sorted(missing)


def test_no_template_styles_or_scripts_inline() -> None:
    inline = re.compile(
        r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\b(?:src|type="application))"""
    )
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in templates()
        # Mail programs read no style sheets, and no page shows it.
        if path.name != "mail.html"
        for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert not found
