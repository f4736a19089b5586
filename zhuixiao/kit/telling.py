"""How far a command is, told on stderr so that its answer can be piped."""

import sys
import time


class Telling:
    """`tell(done, total)` as often as you like; a line about once a second, and at the end."""

    def __init__(self) -> None:
        self._begun = self._told_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        is_last = done == total and self._told_at > self._begun
        if now - self._told_at < 1 and not is_last:
            return
        self._told_at = now
        of = f" / {total:,}" if total else ""
        speed = done / max(now - self._begun, 0.001)
        sys.stderr.write(f"{done:,}{of} ({speed:,.0f}/s)\n")
