"""What higher apps write when a company is set up: each registers its own in AppConfig.ready()."""

from collections.abc import Callable

from .audit import Actor

Seed = Callable[[Actor], None]

_seeds: list[Seed] = []


def register(seed: Seed) -> None:
    """`seed(by)` runs inside the transaction of `set_up`, in the language of the first boss."""
    if seed not in _seeds:
        _seeds.append(seed)


def run(by: Actor) -> None:
    """Called once, by the action that sets the company up."""
    for seed in _seeds:
        seed(by)
