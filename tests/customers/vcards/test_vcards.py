"""Business cards of every age are read, and ours are read again."""

import json
from datetime import date
from pathlib import Path

import pytest
import vobject

from zhuixiao.customers.vcards.read import read, rows
from zhuixiao.customers.vcards.write import CardData, Version, write

EXPORTS = Path(__file__).parents[4] / "shared" / "data" / "crm_exports"
KEY = "vcards (regular-expression counts after unfolding; nested AGENT cards are counted too)"


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.exists(), reason="needs ../shared/data")
def test_real_cards_hold_as_many_phones_mails_and_addresses_as_counted_elsewhere() -> None:
    figures = json.loads((EXPORTS / "expected.json").read_text(encoding="utf-8"))[KEY]
    assert len(figures) == 18
    for name, wanted in figures.items():
        cards = read((EXPORTS / name).read_bytes())
        found = {
            "cards": len(cards),
            "TEL": sum(len(card.phones) + len(card.faxes) for card in cards),
            "EMAIL": sum(len(card.emails) for card in cards),
            "ADR": sum(len(card.addresses) for card in cards),
        }
        assert found == {key: wanted[key] for key in found}, name


def test_old_phones_write_quoted_printable_in_gbk() -> None:
    name = "".join(f"={byte:02X}" for byte in "梁耀安".encode("gbk"))
    card = read(
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:{name[:9]}=\r\n"
        f"{name[9:]};;;;\r\nTEL;CELL:13800138000\r\nEND:VCARD\r\n".encode()
    )[0]
    assert (card.name, card.phones) == ("梁耀安", ["13800138000"])


def test_a_card_inside_a_card_is_a_card() -> None:
    cards = read(
        b"BEGIN:VCARD\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Agent\nTEL:110\nEND:VCARD\nTEL:120\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:Other\nAGENT:BEGIN:VCARD\\nFN:Inline\\nEND:VCARD\\n\nEND:VCARD"
    )
    assert [card.name for card in cards] == ["Boss", "Agent", "Other", "Inline"]
    assert [card.phones for card in cards[:2]] == [["120"], ["110"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCARD",
        b"BEGIN:VCARD\nTEL",
        b"END:VCARD\n" * 9,
        b"\xff\xfe\x00\xd8",
        b":::\n;;;:",
    ],
)
def test_damaged_cards_give_what_they_have(data: bytes) -> None:
    assert len(read(data)) <= 1
    assert len(list(rows(data))) <= 1


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_what_we_write_is_read_again_by_us_and_by_others(version: Version) -> None:
    card = CardData(
        name="梁耀安",
        company="广州迪宏; 信息, 科技\\有限公司" + "长" * 60,
        title="经理",
        phones=["13800138000", "020-88157777"],
        email="liang@example.cn",
        address="广东省广州市天河区体育西路1号",
        birthday=date(1980, 3, 21),
        wechat="liangyaoan",
        note="第一行\n第二行",
    )
    data = write([card, card], version=version)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    back = read(data)[1]
    assert (back.name, back.company, back.title) == (card.name, card.company, card.title)
    assert (back.phones, back.emails) == (list(card.phones), [card.email])
    assert (back.addresses, back.wechat, back.notes) == ([card.address], card.wechat, [card.note])
    other = next(iter(vobject.readComponents(data.decode())))
    assert other.fn.value == card.name
    assert other.org.value == [card.company]
    assert [tel.value for tel in other.tel_list] == list(card.phones)
