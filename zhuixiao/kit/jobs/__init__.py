"""Work outside a request: `register` a kind, `enqueue` a job, `every` for periodic ones.

A job is a row written in the caller's transaction, so it exists exactly when the change does that
it belongs to (an outbox). It runs at least once; effects run exactly once inside
`with running.once("step") as is_first`.
"""

from .asking import cancel, enqueue, retry
from .errors import Cancelled
from .registry import register, when_failed
from .running import Running
from .schedule import Periodic, every, periodic, run_now, use_zone
from .work import run_due

__all__ = [
    "Cancelled",
    "Periodic",
    "Running",
    "cancel",
    "enqueue",
    "every",
    "periodic",
    "register",
    "retry",
    "run_due",
    "run_now",
    "use_zone",
    "when_failed",
]
