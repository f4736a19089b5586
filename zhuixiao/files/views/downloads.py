"""A stored file or its preview, for those who see its record."""

import uuid
from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from zhuixiao.accounts.guards import StaffRequest, staff

from .. import access, disk
from ..choices import SHOWN_INLINE
from ..models import StoredFile


@staff
def download(request: StaffRequest, file_id: uuid.UUID) -> HttpResponse:
    """The file; pictures and PDFs open in the browser, all else is saved."""
    file = _visible(request, file_id)
    place = "inline" if file.type in SHOWN_INLINE else "attachment"
    return answer(file, place=place)


@staff
def thumb(request: StaffRequest, file_id: uuid.UUID) -> HttpResponse:
    """The small preview of a picture."""
    file = _visible(request, file_id)
    if not file.is_image:
        raise Http404
    path = disk.path_of(file.stored + disk.THUMB_SUFFIX)
    return _answer(path, file, place="inline", content_type="image/webp")


def answer(file: StoredFile, *, place: str) -> HttpResponse:
    """The content as the API and the page send it; `place` is "inline" or "attachment"."""
    return _answer(disk.path_of(file.stored), file, place=place, content_type=file.content_type)


def _visible(request: StaffRequest, file_id: uuid.UUID) -> StoredFile:
    file = access.find(request.user, file_id)
    if file is None:
        raise Http404
    return file


def _answer(path: Path, file: StoredFile, *, place: str, content_type: str) -> HttpResponse:
    """Whatever the bytes are, the browser may neither guess their type nor run them."""
    try:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(file.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response  # type: ignore[return-value]
