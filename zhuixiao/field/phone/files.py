"""The files that the phone's page is made of; a worker keeps them for when there is no network."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from zhuixiao.kit import version

STYLES = ("app/css/tokens.css", "app/css/phone.css")
_OTHERS = ("app/theme.js", "app/logo.svg", "icons.svg", "app-icons/icon-192.png")
_WORKER = "phone/worker.js"


@cache
def _scripts() -> tuple[str, ...]:
    """Every module of the phone, as the static files name it."""
    root = settings.PACKAGE_DIR / "static"
    found = sorted(path.relative_to(root).as_posix() for path in (root / "phone").rglob("*.js"))
    return tuple(name for name in found if name != _WORKER)


def addresses() -> list[str]:
    """What the worker loads beforehand; the names change with the contents."""
    return [static(name) for name in (*STYLES, *_scripts(), *_OTHERS)]


def worker() -> str:
    """The script of the worker: another list is another cache, and so another worker."""
    files = addresses()
    told = {"shell": reverse("field:phone"), "files": files}
    code = static(_WORKER)
    digest = hashlib.sha256(json.dumps([version.current(), code, told]).encode()).hexdigest()[:16]
    phone = json.dumps({"cache": f"zhuixiao-{digest}", **told})
    return f"self.PHONE = {phone};\nimportScripts({json.dumps(code)});\n"
