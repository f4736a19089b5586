import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import normal_phone


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("13800138000", ["13800138000"]),
        ("13800138000/13900139000", ["13800138000", "13900139000"]),
        (
            "13800138000、13900139000；0757-88157777",
            ["13800138000", "13900139000", "0757-88157777"],
        ),
        ("13800138000 13900139000", ["13800138000", "13900139000"]),
        ("13800138000或13900139000", ["13800138000", "13900139000"]),
        ("13800138000\n13900139000", ["13800138000", "13900139000"]),
        ("0757 88157777 138 0013 8000", ["0757 88157777", "138 0013 8000"]),
        ("0757-88157777转801，13800138000", ["0757-88157777转801", "13800138000"]),
        ("0757-88157777, ext 8", ["0757-88157777, ext 8"]),
        ("0757-88157777/88157778", ["0757-88157777", "0757-88157778"]),
        ("13800138000//", ["13800138000"]),
        ("", []),
    ],
)
def test_a_cell_is_split_into_its_phones(cell: str, phones: list[str]) -> None:
    assert split_phones(cell) == phones


def test_a_phone_stored_as_a_float_becomes_eleven_digits() -> None:
    assert split_phones(13800138000.0) == ["13800138000"]
    assert split_phones("13800138000.0") == ["13800138000"]


@pytest.mark.parametrize("cell", ["1.38E+10", "1.38001e+10", " 1.38E10 ", 1.38e17, 13800000000.0])
def test_a_number_that_lost_digits_is_reported_and_not_stored(cell: object) -> None:
    with pytest.raises(DamagedNumber, match="lost digits"):
        split_phones(cell)


def test_zeros_that_a_person_typed_are_believed() -> None:
    assert split_phones("13800000000") == ["13800000000"]


def test_text_that_is_no_phone_is_kept_as_a_piece() -> None:
    assert split_phones("张三 13800138000") == ["张三", "13800138000"]


phones = st.sampled_from(
    ["13800138000", "138 0013 8000", "0757-88157777转8012", "(0571)88157777-8012", "400-800-1234"]
)


@given(
    st.lists(phones, min_size=1, max_size=4), st.sampled_from(["/", "、", " / ", "；", "\n", "，"])
)
def test_phones_joined_by_any_separator_come_apart_again(cell: list[str], separator: str) -> None:
    found = split_phones(separator.join(cell))
    assert [normal_phone(phone) for phone in found] == [normal_phone(phone) for phone in cell]


@given(st.text(max_size=60))
def test_no_digit_of_a_cell_gets_lost(cell: str) -> None:
    try:
        pieces = split_phones(cell)
    except DamagedNumber:
        return
    digits = [char for char in cell if char in "0123456789"]
    kept = [char for char in "".join(pieces) if char in "0123456789"]
    # A trailing ".0" of a spreadsheet and an inherited area code are the two changes made.
    assert len(kept) >= len(digits) - 1
