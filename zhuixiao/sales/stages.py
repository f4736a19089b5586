"""What the stages of opportunities mean that every company starts with, by the option's key."""

from typing import NamedTuple


class Meaning(NamedTuple):
    """Probability in basis points, days after which it is stale, fields asked for on entry."""

    probability_bp: int
    stale_days: int = 14
    needs: tuple[str, ...] = ()


BUILT_IN = {
    "new": Meaning(1_000),
    "needs_clear": Meaning(3_000, needs=("amount",)),
    "proved": Meaning(5_000, needs=("amount", "expected_on")),
    "quoted": Meaning(7_000, needs=("amount", "expected_on")),
    "negotiation": Meaning(8_500, 7, ("amount", "expected_on")),
    "won": Meaning(10_000, 0, ("amount",)),
    "lost": Meaning(0, 0, ("loss_reason",)),
}
