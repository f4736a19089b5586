"""The phone's page without anybody's data, its service worker, and what installing it needs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import public

from ..phone import files as phone_files
from ..phone.words import told

_SIZES = (192, 512)


@public
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page itself. It is kept on the phone, so nothing in it is anybody's."""
    context = {"words": told(), "styles": phone_files.STYLES}
    return render(request, "field/phone/shell.html", context)


@public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """At the root, so that it serves the whole site; browsers look for a new one at each visit."""
    return HttpResponse(phone_files.worker(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone shows of the installed page."""
    pictures = [
        {
            "src": static(f"app-icons/{name}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in _SIZES
    ]
    start = reverse("field:phone")
    body = {
        "id": start,
        "name": _("Zhuixiao CRM"),
        "short_name": _("Zhuixiao"),
        "lang": get_language(),
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfbfd",
        "theme_color": "#2f5bea",
        "icons": pictures,
    }
    return JsonResponse(body, content_type="application/manifest+json")
