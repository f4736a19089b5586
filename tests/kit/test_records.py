"""Records named by kind and id are asked for kind by kind, in parts."""

from zhuixiao.kit.records import PART, by_kind


def test_each_record_comes_once_with_its_kind_in_parts_that_a_database_takes() -> None:
    records = [("task", 3), ("event", 1), ("task", 3), *(("task", pk) for pk in range(PART))]
    assert [(kind, len(ids)) for kind, ids in by_kind(records)] == [("event", 1), ("task", PART)]
    assert len(list(by_kind([*records, ("task", PART)]))) == 3
