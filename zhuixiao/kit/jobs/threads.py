"""The threads that do jobs inside a process: workers, heart, scheduler."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from ..models import Job, JobState
from . import queue, running, schedule, work
from .leader import Leadership
from .sweep import Watch, sweep

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0
TICK_SECONDS = 5.0


class Threads:
    """Started once per process; `stop` lets running work reach a good place."""

    def __init__(self, *, workers: int = 0) -> None:
        self._workers = workers or settings.JOBS_THREADS
        self._stop = threading.Event()
        self._own: list[threading.Thread] = []
        self._consumer: Any = None

    def start(self) -> None:
        running.stopping.clear()
        queue.message()
        self._consumer = queue.queue().create_consumer(
            workers=self._workers,
            periodic=False,
            initial_delay=0.05,
            backoff=1.3,
            max_delay=0.5,
            check_worker_health=False,
        )
        # `start`, not `run`: the web server keeps its own signal handlers.
        self._consumer.start()
        self._begin("zhuixiao-heart", _Heart().beat, HEARTBEAT_SECONDS)
        self._begin("zhuixiao-scheduler", _Scheduler().tick, TICK_SECONDS)

    def stop(self, timeout: float = 10.0) -> None:
        """Ask running work to stop and wait for it; what does not is taken over by its lease."""
        running.stopping.set()
        self._stop.set()
        if self._consumer:
            self._consumer.stop_flag.set()
            for _name, worker in self._consumer.worker_threads:
                worker.join(timeout)
        for thread in self._own:
            thread.join(timeout)

    def _begin(self, name: str, action: Callable[[bool], None], seconds: float) -> None:
        thread = threading.Thread(target=self._repeat, args=(action, seconds), name=name)
        thread.daemon = True
        self._own.append(thread)
        thread.start()

    def _repeat(self, action: Callable[[bool], None], seconds: float) -> None:
        """Call `action(is_last)` every so many seconds, whatever the database says."""
        is_last = False
        while not is_last:
            try:
                action(is_last)
            except DatabaseError:
                logger.warning("background thread: database not ready", exc_info=True)
            close_old_connections()
            is_last = self._stop.wait(seconds)
        action(is_last)
        connections.close_all()


class _Heart:
    """Tells that the jobs of this process are alive."""

    def beat(self, is_last: bool) -> None:  # noqa: FBT001
        mine = list(work.held)
        if mine and not is_last:
            now = timezone.now()
            Job.objects.filter(pk__in=mine, state=JobState.RUNNING).update(
                heartbeat=now, lease_until=now + running.LEASE
            )


class _Scheduler:
    """Hands out periodic jobs and sweeps, while this process leads."""

    def __init__(self) -> None:
        self._leadership = Leadership()
        self._watch = Watch()

    def tick(self, is_last: bool) -> None:  # noqa: FBT001
        if is_last:
            self._leadership.leave()
        elif self._leadership.holds():
            now = timezone.now()
            schedule.hand_out(now)
            sweep(self._watch, now)
