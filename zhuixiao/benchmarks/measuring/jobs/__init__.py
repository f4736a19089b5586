"""The rows of the table: what is asked of the product, and the same asked in bare SQL."""

from ..scene import Scene
from . import messages, nearby, numbers, owners, records, searches, selling, table
from .job import Job


def of(scene: Scene) -> dict[str, Job]:
    """All jobs by key."""
    makers = (table, searches, nearby, records, owners, numbers, messages, selling)
    return {job.key: job for maker in makers for job in maker.jobs(scene)}
