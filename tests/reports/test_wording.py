"""A writing service may put drafted sentences into better words, and learns nobody's phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from tests.conftest import ClientOf
from tests.notices.chat import Chat, chat_program
from tests.world import World
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.handles import without_reach
from zhuixiao.reports import wording

FACTS = ["电话拜访 × 1: 广州帝宏，13800138000", "签约 1,200,000.00", "邮件 chen@dihong.example"]


@pytest.fixture
def writer(settings: Settings) -> Iterator[Chat]:
    with chat_program() as chat:
        settings.WRITER_URL, settings.WRITER_MODEL = f"{chat.url}/v1/", "qwen"
        settings.WRITER_KEY = "sk-1"
        chat.answer = (200, said("1. 电话拜访广州帝宏。\n2、签约一百二十万元。\n\n- 发邮件"), {})
        yield chat


def said(text: str) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": text}}]}


def test_it_gives_sentences_without_numbers_and_marks(writer: Chat) -> None:
    found = wording.reworded(FACTS, language="zh-hans")
    assert found == ["电话拜访广州帝宏。", "签约一百二十万元。", "发邮件"]
    path, _asked, body = writer.brought[0]
    assert (path, body["model"]) == ("/v1/chat/completions", "qwen")


def test_it_is_sent_no_phone_and_no_mail_address(writer: Chat) -> None:
    wording.reworded(FACTS, language="zh-hans")
    sent = str(writer.brought)
    assert "1,200,000.00" in sent
    for reach in ("138001", "38000", "dihong.example"):
        assert reach not in sent


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "+86 138-0013-8000",
        "0755-88157777",
        "１３８００１３８０００",
    ],
)
def test_phones_of_all_kinds_are_taken_out(text: str) -> None:
    left = without_reach(f"打给 {text} 谈价格")
    assert "8157" not in left
    assert "0013" not in left
    assert left.startswith("打给")


def test_dates_amounts_and_numbers_of_contracts_stay() -> None:
    text = "签约 1200000 元，2026-03-05 前回款，合同号 20260305001，400 件"
    assert without_reach(text) == text


@pytest.mark.parametrize(
    "answer",
    [(500, {}, {}), (200, {"choices": []}, {}), (200, "nonsense", {}), (401, {"error": {}}, {})],
)
def test_a_service_that_fails_leaves_the_draft_alone(writer: Chat, answer: Any) -> None:
    writer.answer = answer
    with pytest.raises(RuleError):
        wording.reworded(FACTS, language="zh-hans")


def test_without_a_setting_there_is_none(settings: Settings) -> None:
    settings.WRITER_URL = ""
    assert not wording.is_available()
    with pytest.raises(RuleError):
        wording.reworded(FACTS, language="zh-hans")


@pytest.mark.django_db
def test_the_page_offers_its_sentences_to_tick(
    world: World, client_of: ClientOf, writer: Chat, settings: Settings
) -> None:
    client = client_of(world.zheng)
    typed = {"summary": "电话拜访广州帝宏\n签约"}
    assert "reports/wording" in client.get("/reports/mine/").content.decode()
    page = client.post("/reports/wording/", typed).content.decode()
    assert 'value="签约一百二十万元。"' in page
    writer.answer = (500, {}, {})
    assert "没有响应" in client.post("/reports/wording/", typed).content.decode()
    settings.WRITER_URL = ""
    assert "reports/wording" not in client.get("/reports/mine/").content.decode()
    assert "没有配置" in client.post("/reports/wording/", typed).content.decode()
