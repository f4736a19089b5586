"""Two processes, as two web workers are: one gets the customer, no cap is passed, chains are whole.

RACES=1000 runs each as often as was asked before a release.
"""

import json
import os
from pathlib import Path

from tests.installation import Installation

ROUNDS = int(os.environ.get("RACES", "10"))
RACING = "tests.customers.ownership.racing"


def test_of_two_processes_one_wins_and_every_chain_is_whole(
    installation: Installation, tmp_path: Path
) -> None:
    ask(installation, f"prepare({ROUNDS})")
    assert {sum(pair) for pair in raced(installation, "claim", tmp_path)} == {1}
    assert {sum(pair) for pair in raced(installation, "cap", tmp_path)} == {1}
    assert {sum(pair) for pair in raced(installation, "upheaval", tmp_path)} == {1}
    ask(installation, "check()")


def raced(installation: Installation, kind: str, folder: Path) -> list[tuple[int, int]]:
    """What both processes changed in each round."""
    meeting = folder / kind
    meeting.mkdir()
    both = [
        installation.start("-m", RACING, kind, str(place), str(ROUNDS), str(meeting))
        for place in (0, 1)
    ]
    first, second = (json.loads(process.communicate(timeout=600)[0]) for process in both)
    return list(zip(first, second, strict=True))


def ask(installation: Installation, call: str) -> None:
    installation.script(
        f"import django; django.setup(); from {RACING[:-7]} import racing; racing.{call}"
    )
