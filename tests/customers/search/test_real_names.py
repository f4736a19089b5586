"""Against plain LIKE over 3,000 real company names: any two characters find the same customers."""

import random

import pytest

from tests.shared import DATA, needs_shared
from tests.world import NOW, World
from zhuixiao.customers.actions import finding
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import search

FILE = DATA / "cn_companies_names" / "company_short_names_3000.txt"


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("few", [2000, 0])
def test_two_or_three_characters_find_what_like_finds(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    names = sorted({name.strip() for name in FILE.read_text(encoding="utf-8").splitlines()} - {""})
    rows = Customer.objects.bulk_create(
        Customer(name=name, added_on=NOW.date(), created_at=NOW) for name in names
    )
    finding.index_new(rows, [])
    rng = random.Random(3)  # noqa: S311  (the same words every time)
    asked = [
        name[start : start + length]
        for name in rng.sample(names, 120)
        for length in (2, 3)
        if (start := rng.randrange(max(1, len(name) - length + 1))) is not None
    ]
    words = {word for word in asked if len(word) >= 2 and all("一" <= c <= "鿿" for c in word)}
    assert len(words) > 100

    for word in words:
        found = search.find(word, visible_to=world.boss, limit=5000)
        like = Customer.objects.filter(name__contains=word).values_list("pk", flat=True)
        wider = set(found) - set(like)
        assert set(like) <= set(found), word
        # Three characters are two pairs, which a name may hold apart; two are one token, exact.
        assert not wider or len(word) > 2, word
