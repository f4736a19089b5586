"""What the shell of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .models import Employee


def shell(request: HttpRequest) -> dict[str, Any]:
    """Person, company and appearance; no query beyond what the request already loaded."""
    user = getattr(request, "user", None)
    me = user if isinstance(user, Employee) else None
    return {
        "me": me,
        "company": getattr(request, "company", None),
        "theme": me.theme if me else "auto",
        "text_size": me.text_size if me else "normal",
        "languages": settings.LANGUAGES,
    }
