"""A document loads nothing, whatever somebody put into it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
import weasyprint
from PIL import Image
from pypdf import PdfReader

from tests.kit.documents import demo
from tests.trust.payloads import PAYLOADS
from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.kit import documents

SECRET = "secret-of-the-server"
LETTERHEAD = Letterhead("晨光温控")


def drawn(*, text: str = "", raw: str = "", **more: object) -> PdfReader:
    filled = {"letterhead": LETTERHEAD, "text": text, "raw": raw, **more}
    return PdfReader(
        BytesIO(documents.pdf("demo_plain.html", filled, title="x", language="zh-hans"))
    )


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The paths that a server on this machine was asked for; the first item is its address."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        paths.append(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield paths
        server.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 40), "red").save(tmp_path / "secret.png")
    (tmp_path / "secret.css").write_text(f'body::before {{ content: "{SECRET}" }}')
    (tmp_path / "secret.txt").write_text(SECRET)
    return tmp_path


def attempts(files: str, server: str) -> list[str]:
    return [
        f'<img src="{files}/secret.png">',
        f'<img src="{server}/1.png">',
        f'<object data="{files}/secret.png"></object><embed src="{server}/2.png">',
        f'<link rel="stylesheet" href="{files}/secret.css">',
        f'<link rel="attachment" href="{files}/secret.txt">',
        f'<a rel="attachment" href="{files}/secret.txt">x</a>',
        f'<style>@import "{files}/secret.css"; @import "{server}/3.css";</style>',
        f"<style>p {{ background: url({files}/secret.png) }}</style>",
        f"<style>@font-face {{ font-family: a; src: url({server}/4.ttf) }} p {{ font-family: a }}"
        "</style>",
        f'<base href="{files}/"><img src="secret.png">',
        f'<svg><image href="{files}/secret.png" width="9" height="9"/></svg>',
        f'<svg><use href="{server}/5.svg#a"/></svg>',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
        f"<image href='{files}/secret.png' width='9' height='9'/></svg>\">",
        f'<link rel="stylesheet" href="data:text/css,@import url({server}/6.css)">',
    ]


def test_neither_files_nor_addresses_are_opened(asked: list[str], secret: Path) -> None:
    server = asked.pop()
    for raw in attempts(secret.as_uri(), server):
        reader = drawn(raw=raw)
        assert SECRET not in "".join(page.extract_text() for page in reader.pages), raw
        assert [len(page.images) for page in reader.pages] == [0], raw
        assert not reader.attachments, raw
    assert asked == []


def test_weasyprint_left_to_itself_would_open_them(asked: list[str], secret: Path) -> None:
    """Control: the attempts above are real ones."""
    server = asked.pop()
    for raw in attempts(secret.as_uri(), server):
        weasyprint.HTML(string=raw).write_pdf()
    assert {"/1.png", "/2.png", "/3.css", "/4.ttf", "/6.css"} <= set(asked)
    made = weasyprint.HTML(string=attempts(secret.as_uri(), server)[0]).write_pdf()
    assert len(PdfReader(BytesIO(made)).pages[0].images) == 1


@pytest.mark.parametrize("payload", [*PAYLOADS, "<img src=file:///etc/passwd>"])
def test_markup_in_a_text_is_a_text(payload: str) -> None:
    reader = drawn(text=payload, in_words=payload, number=payload)
    page = reader.pages[0]
    squeezed = "".join(page.extract_text().split())
    assert "".join(payload.split()) in squeezed
    assert "/Annots" not in page
    assert not reader.attachments
    assert {"/OpenAction", "/AcroForm"}.isdisjoint(reader.root_object)


def test_only_a_picture_inside_the_document_is_shown() -> None:
    assert len(drawn(raw=f'<img src="{demo.logo()}">').pages[0].images) == 1
