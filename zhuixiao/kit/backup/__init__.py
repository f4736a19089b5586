"""Database, files and keys in one archive, and back; nothing is touched before all is checked."""

from .archive import Refused
from .making import make
from .manifest import Manifest
from .restoring import Restored, check, rehearse, restore

__all__ = ["Manifest", "Refused", "Restored", "check", "make", "rehearse", "restore"]
