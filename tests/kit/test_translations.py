import gettext
import io
from pathlib import Path

import pytest

from zhuixiao.kit.translations import catalog, check, extraction

PO = r"""
# A comment.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "Save"
msgstr "保存"

#, fuzzy
msgid "Old"
msgstr "旧"

msgctxt "menu"
msgid "Open \"it\""
msgstr "打"
"开"

msgid "%(n)d day"
msgid_plural "%(n)d days"
msgstr[0] "%(n)d 天"

msgid "Later"
msgstr ""

#~ msgid "Gone"
#~ msgstr "没了"
"""


def read(folder: Path, text: str = PO) -> list[catalog.Entry]:
    path = folder / "django.po"
    path.write_text(text, encoding="utf-8")
    return catalog.read(path)


def test_the_compiled_file_is_one_that_gettext_reads(tmp_path: Path) -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(catalog.compiled(read(tmp_path))))
    assert compiled.gettext("Save") == "保存"
    assert compiled.pgettext("menu", 'Open "it"') == "打开"
    assert compiled.ngettext("%(n)d day", "%(n)d days", 5) == "%(n)d 天"
    assert compiled.gettext("Old") == "Old"
    assert compiled.gettext("Later") == "Later"
    assert compiled.gettext("Gone") == "Gone"


def test_a_line_that_belongs_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(catalog.BrokenCatalog, match=r"django.po:2: msgstring"):
        read(tmp_path, 'msgid "a"\nmsgstring "b"\n')


def test_messages_of_python_are_found_by_their_calls(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(
        'from x import gettext as _\n_("One")\nngettext("%d a", "%d b", n)\n'
        'm.pgettext_lazy("menu", "Two")\n_(variable)\nother("No")\n'
    )
    found = [(row.context, row.text, row.line) for row in extraction.of_python(path)]
    assert sorted(found) == [("", "%d a", 3), ("", "One", 2), ("menu", "Two", 4)]


def test_messages_of_templates_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '{# {% translate "No" %} #}{% translate "One" %}\n{% field x label=_("Two") %}'
        "{% blocktranslate count n=n trimmed %}{{ n }}\n day{% plural %}{{ n }} days"
        '{% endblocktranslate %}{% translate "Four" context "menu" %}'
    )
    found = {(row.context, row.text) for row in extraction.of_template(path)}
    assert found == {("", "One"), ("", "Two"), ("", "%(n)s day"), ("menu", "Four")}


def test_chinese_belongs_into_catalogues_but_may_be_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('"""文档"""\n# 注释\nx = "中文"\n', encoding="utf-8")
    assert list(extraction.chinese(path)) == [3]
    path.write_text('# Chinese on purpose: headers.\nx = "中文"\n', encoding="utf-8")
    assert list(extraction.chinese(path)) == []


def test_what_is_missing_empty_or_said_twice_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("Save")\n_("Later")\n_("Nowhere")\n', encoding="utf-8")
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    read(tmp_path / "one")
    read(tmp_path / "two", 'msgid "Save"\nmsgstr "存"\n')
    lines = check.problems(tmp_path)
    assert len(lines) == 3
    assert "Nowhere" in "".join(line for line in lines if "not in a catalogue" in line)
    assert "Later" in "".join(line for line in lines if "empty" in line)
    assert "Save" in "".join(line for line in lines if "other words" in line)
