"""A row of the table before it is measured."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import CommandError

from ..visitor import Answer


@dataclass(frozen=True)
class Job:
    """`run` and `bare` get the number of the run; `run` fails if the product refuses."""

    key: str
    run: Callable[[int], object]
    bare: Callable[[int], object]


def fine(answer: Answer) -> Answer:
    """The answer, if it is one."""
    if answer.status not in {200, 204}:
        text = answer.body[:200].decode(errors="replace")
        raise CommandError(f"the product answers {answer.status}: {text}")
    return answer
