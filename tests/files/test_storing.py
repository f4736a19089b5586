"""What is taken, what is refused, what is left of it on the disk."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.files import actions, contents, disk
from zhuixiao.files.choices import FileType
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import RuleError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(
    image_format: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, image_format, **options)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def test_a_picture_is_drawn_anew_and_says_nothing_of_its_place(world: World) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    exif[0x0112] = 6  # lies on its side
    sent = picture(exif=exif.tobytes()) + b"<script>hidden behind the end</script>"
    row = actions.store(by=actor(world.zheng), upload=upload(sent, "IMG_1.jpg"))
    kept = disk.path_of(row.stored).read_bytes()
    assert b"SecretPhoneMaker" not in kept
    assert b"script" not in kept
    assert (row.width, row.height) == (40, 60)
    assert (row.type, row.size) == (FileType.JPG, len(kept))
    assert Image.open(disk.path_of(row.stored + disk.THUMB_SUFFIX)).format == "WEBP"


def test_a_huge_picture_is_made_smaller(world: World) -> None:
    sent = picture("PNG", (5000, 50))
    row = actions.store(by=actor(world.zheng), upload=upload(sent, "x.png"))
    assert (row.width, row.height) == (4096, 41)


def test_a_picture_that_would_fill_the_memory_is_refused(world: World) -> None:
    bomb = picture("PNG", (12_000, 12_000))
    assert len(bomb) < 1_000_000
    with pytest.raises(RuleError, match=r"pixels|像素"):
        actions.store(by=actor(world.zheng), upload=upload(bomb, "x.png"))


def test_a_damaged_picture_is_refused(world: World, folder: Path) -> None:
    with pytest.raises(RuleError):
        actions.store(by=actor(world.zheng), upload=upload(picture()[:300], "x.jpg"))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "logo.png"),
        (b"<?xml version='1.0'?><svg/>", "logo.txt"),
        (b"  <!DOCTYPE html><script>x()</script>", "page.txt"),
        (b"\xef\xbb\xbf<html></html>", "page.csv"),
        (b"MZ\x90\x00\x03\x00", "tool.pdf"),
        (b"\x7fELF\x02\x01\x01\x00", "x.jpg"),
        (b"", "empty.txt"),
    ],
)
def test_what_could_run_is_refused_whatever_its_name(
    world: World, content: bytes, name: str
) -> None:
    with pytest.raises(RuleError):
        actions.store(by=actor(world.zheng), upload=upload(content, name))


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "offer.exe", FileType.PDF),
        (archive("[Content_Types].xml", "word/document.xml"), "a.zip", FileType.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a", FileType.XLSX),
        (archive("readme.txt"), "a.docx", FileType.ZIP),
        ("姓名,电话\n".encode("gb18030"), "a.csv", FileType.CSV),
        ("你好".encode(), "a.js", FileType.TXT),
        (b"#!AMR\n\x3c\x91", "a.amr", FileType.AMR),
        (b"ID3\x04\x00", "a.bin", FileType.MP3),
        (b"\x00\x00\x00\x1cftypM4A ", "a", FileType.M4A),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "a", FileType.WAV),
    ],
)
def test_the_content_decides_the_type(content: bytes, name: str, expected: FileType) -> None:
    assert contents.type_of(io.BytesIO(content), name) == expected


def test_a_text_cut_inside_a_character_is_still_text() -> None:
    text = ("客" * contents.HEAD).encode()
    assert contents.type_of(io.BytesIO(text), "a.txt") == FileType.TXT


def test_too_large_is_said_with_the_limit(world: World, settings: Settings) -> None:
    settings.FILES_MAX_BYTES = 1024 * 1024
    with pytest.raises(RuleError, match="1 MB"):
        actions.store(by=actor(world.zheng), upload=upload(b"a" * (1024 * 1024 + 1), "a.txt"))


@given(st.text())
def test_a_cleaned_name_is_safe_everywhere(name: str) -> None:
    cleaned = contents.clean_name(name, FileType.TXT)
    assert cleaned.endswith(".txt")
    assert not set('/\\:*?"<>|\x00\r\n\u202e') & set(cleaned)
    assert 4 < len(cleaned) <= 110
    assert cleaned.rpartition(".")[0].casefold() not in {"con", "nul", "aux", "com1"}


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\li\\报价.TXT", "报价.txt"),
        ("CON.txt", "file CON.txt"),
        ("..", "file.txt"),
        ("a\x00b<img src=x>.txt", "abimg src=x.txt"),
        ("x" * 300 + ".txt", "x" * 100 + ".txt"),
    ],
)
def test_names_that_trip_systems_up(name: str, cleaned: str) -> None:
    assert contents.clean_name(name, FileType.TXT) == cleaned


def test_stored_names_have_nothing_of_the_persons_name(world: World, folder: Path) -> None:
    row = actions.store(by=actor(world.zheng), upload=upload(b"hello", "../../报价.txt"))
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert found == [disk.path_of(row.stored)]
    assert set(row.stored) <= set("0123456789abcdef")


def test_a_row_never_exists_without_its_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk says no, the row is not there either."""

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        actions.store(by=actor(world.zheng), upload=upload(b"hello", "a.txt"))
    assert not StoredFile.objects.exists()


def test_attaching_is_for_the_own_waiting_files_only(world: World) -> None:
    mine = actions.store(by=actor(world.zheng), upload=upload(b"a", "a.txt"))
    other = actions.store(by=actor(world.chen), upload=upload(b"b", "b.txt"))
    by = actor(world.zheng)
    with pytest.raises(RuleError):
        actions.attach(by=by, file_ids=[mine.pk, other.pk], kind="customer", record_id=5)
    mine.refresh_from_db()
    assert mine.kind == ""
    for _time in range(2):
        rows = actions.attach(by=by, file_ids=[str(mine.pk)], kind="customer", record_id=5)
        assert rows == [mine]
    assert AuditEntry.objects.of_record("customer", 5).count() == 1
    with pytest.raises(RuleError):
        actions.attach(by=by, file_ids=[mine.pk], kind="customer", record_id=6)


@pytest.mark.parametrize("file_id", ["", "7", "../x", "5c1c9c2e-8c0b-4a53-9a1e-000000000001"])
def test_an_id_that_is_none_is_refused(world: World, file_id: str) -> None:
    with pytest.raises(RuleError):
        actions.attach(by=actor(world.zheng), file_ids=[file_id], kind="customer", record_id=5)


def test_orphans_are_swept_after_a_day(world: World, folder: Path) -> None:
    from datetime import timedelta

    from zhuixiao.kit import jobs
    from zhuixiao.kit.models import Job

    by = actor(world.zheng)
    waiting = actions.store(by=by, upload=upload(b"a", "a.txt"))
    kept = actions.store(by=by, upload=upload(b"b", "b.txt"), kind="customer", record_id=5)
    lost = disk.path_of(disk.write([b"no row"]))
    fresh = disk.path_of(disk.write([b"no row yet"]))
    old = (NOW - timedelta(days=3)).timestamp()
    os.utime(lost, (old, old))
    job = jobs.enqueue("files.orphans", by_id=0)
    jobs.run_due()
    job.refresh_from_db()
    assert Job.objects.get().result == {"rows": 1, "files": 1}
    assert list(StoredFile.objects.all()) == [kept]
    assert not disk.path_of(waiting.stored).exists()
    assert not lost.exists()
    assert fresh.exists()
    assert disk.path_of(kept.stored).exists()
