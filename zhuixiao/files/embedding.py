"""Stored pictures inside a printed document, which may load nothing from outside."""

import base64
import uuid

from . import disk
from .models import StoredFile


def data_address(file_id: uuid.UUID | None) -> str:
    """A stored picture as a `data:` address; "" when there is none.

    Who may see it is the caller's to decide: whoever sees the document does.
    """
    file = StoredFile.objects.filter(pk=file_id).first() if file_id else None
    if file is None or not file.is_image:
        return ""
    try:
        content = disk.path_of(file.stored).read_bytes()
    except FileNotFoundError:
        return ""
    return f"data:{file.content_type};base64,{base64.b64encode(content).decode('ascii')}"
