"""Static files are collected beside the data when they differ from the last time."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Whether something was collected: the stamp is a hash of all names and contents."""
    root = Path(settings.STATIC_ROOT)
    stamp_file = root / ".stamp"
    stamp = _stamp()
    if stamp_file.exists() and stamp_file.read_text(encoding="ascii") == stamp:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    stamp_file.write_text(stamp, encoding="ascii")
    return True


def _stamp() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(name.encode())
            digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
