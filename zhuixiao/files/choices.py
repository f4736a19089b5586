"""The types of files that are taken, decided by their content and never by their name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileType(models.TextChoices):
    """Value is the ending of the stored and the offered name."""

    JPG = "jpg", _("Picture")
    PNG = "png", _("Picture")
    WEBP = "webp", _("Picture")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel table")
    PPTX = "pptx", _("Presentation")
    ZIP = "zip", _("Compressed archive")
    TXT = "txt", _("Text file")
    CSV = "csv", _("CSV table")
    AMR = "amr", _("Recording")
    MP3 = "mp3", _("Recording")
    M4A = "m4a", _("Recording")
    WAV = "wav", _("Recording")
    # A file that another app reads by itself (an import) or made (a CSV export in any encoding).
    DATA = "dat", _("Data file")


IMAGES = {FileType.JPG, FileType.PNG, FileType.WEBP}
SHOWN_INLINE = IMAGES | {FileType.PDF}

CONTENT_TYPES = {
    FileType.JPG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileType.ZIP: "application/zip",
    FileType.TXT: "text/plain; charset=utf-8",
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.AMR: "audio/amr",
    FileType.MP3: "audio/mpeg",
    FileType.M4A: "audio/mp4",
    FileType.WAV: "audio/wav",
    FileType.DATA: "application/octet-stream",
}
