"""Typed reading of environment variables; a wrong one stops the start with one clear line."""

import os
from pathlib import Path


class SettingError(SystemExit):
    """A setting that cannot work: prints one line and exits with code 2."""

    def __init__(self, name: str, reason: str) -> None:
        import sys  # noqa: PLC0415  (only needed on the way out)

        sys.stderr.write(f"zhuixiao: setting {name}: {reason}\n")
        super().__init__(2)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).casefold()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(name, f"'{value}' is neither yes nor no")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name)
    if not value:
        return default
    if not value.lstrip("-").isdigit() or not least <= int(value) <= most:
        raise SettingError(name, f"'{value}' is not a whole number from {least} to {most}")
    return int(value)


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(name, f"the folder {path} cannot be made ({error.strerror})") from error
    if not os.access(path, os.W_OK):
        raise SettingError(name, f"the folder {path} cannot be written")
    return path
