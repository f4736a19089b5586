"""How a run ends before its end."""


class Cancelled(Exception):
    """The person cancelled the job."""


class Stopping(Exception):
    """The process stops; the job waits for the next one and loses no attempt."""


class LeaseLost(Exception):
    """Somebody else took the job over; this run may write nothing more."""
