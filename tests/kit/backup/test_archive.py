"""What is no whole archive is refused before anything is touched."""

import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from zhuixiao.kit import backup
from zhuixiao.kit.backup import archive
from zhuixiao.kit.backup.manifest import Manifest


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A small archive made by the real writer."""
    (tmp_path / "database.sqlite3").write_bytes(b"rows " * 400)
    (tmp_path / "photo.jpg").write_bytes(bytes(range(256)) * 8)
    path = tmp_path / "whole.zip"
    writer = archive.Writer(path, path.parent)
    writer.add("database.sqlite3", tmp_path / "database.sqlite3")
    writer.add("files/ab/photo", tmp_path / "photo.jpg", is_packed=True)
    writer.close(
        Manifest("0.1.0", "sqlite", "2026-03-02T02:00:00+00:00", {}, {}, dict(writer.members))
    )
    return path


def refused(path: Path) -> bool:
    try:
        backup.check(path)
    except backup.Refused:
        return True
    return False


def test_a_whole_archive_is_taken(whole: Path) -> None:
    assert backup.check(whole).files == 1


def test_a_flipped_byte_anywhere_is_noticed(whole: Path) -> None:
    content = whole.read_bytes()
    places = sorted({*range(0, len(content), 23), *range(len(content) - 90, len(content))})
    for place in places:
        for bits in (0x01, 0xFF):
            broken = bytearray(content)
            broken[place] ^= bits
            whole.write_bytes(broken)
            assert refused(whole), f"byte {place} of {len(content)}"


def test_a_missing_end_is_noticed(whole: Path) -> None:
    content = whole.read_bytes()
    for length in [0, 1, 63, 64, 65, len(content) // 2, len(content) - 64, len(content) - 1]:
        whole.write_bytes(content[:length])
        assert refused(whole), f"{length} of {len(content)} bytes"


def test_something_appended_is_noticed(whole: Path) -> None:
    whole.write_bytes(whole.read_bytes() + b"x")
    assert refused(whole)


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as file:
        file.writestr("readme.txt", "hello" * 100)
    text = tmp_path / "text.zip"
    text.write_text("hello" * 100)
    for path in (foreign, text, tmp_path / "missing.zip", tmp_path):
        assert refused(path), path


def seal(path: Path, manifest: str, members: dict[str, bytes]) -> Path:
    """An archive with a right seal around whatever is inside."""
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.writestr("manifest.json", manifest)
        file.comment = b"0" * 64
    with path.open("r+b") as opened:
        digest = archive._hash_before_seal(opened)
        opened.seek(-64, 2)
        opened.write(digest)
    return path


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"format": "1"}', '{"format": 1}', '{"format": 1, "x": 2}', '{"format": 2}'],
)
def test_a_strange_manifest_is_refused(tmp_path: Path, manifest: str) -> None:
    assert refused(seal(tmp_path / "x.zip", manifest, {}))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/../../evil", "c:\\evil", "a\\b"])
def test_a_member_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    manifest = Manifest("0.1.0", "sqlite", "", {}, {}, {name: "0" * 64}).to_json()
    assert refused(seal(tmp_path / "x.zip", manifest, {name: b"x"}))


def test_a_member_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    manifest = Manifest("0.1.0", "sqlite", "", {}, {}, {}).to_json()
    assert refused(seal(tmp_path / "x.zip", manifest, {"extra": b"x"}))


def test_an_archive_of_the_other_engine_is_refused(tmp_path: Path) -> None:
    manifest = Manifest("0.1.0", "oracle", "", {}, {}, {}).to_json()
    path = seal(tmp_path / "x.zip", manifest, {})
    backup.check(path)
    with pytest.raises(backup.Refused, match="oracle"):
        backup.restore(path)
    assert not list(Path(settings.DATA_DIR).glob("restoring-*"))
