"""Robots write into groups what their chat programs can read, and nothing else is ever asked."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import ClientOf
from tests.notices.chat import Chat as Program
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.notices.actions import robots
from zhuixiao.notices.choices import Chat
from zhuixiao.notices.message import Message, Part
from zhuixiao.notices.models import Robot
from zhuixiao.notices.robots import addresses, payloads, sending, signing

REAL = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
    "dingtalk": "https://oapi.dingtalk.com/robot/send",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook",
}
TOKEN = "633a31f6-7f9c-4bc4-97a0-0ec1eefa5898"
MESSAGE = Message("日报 2026-03-02", [Part("郑斌 · 联系 5", ["1. 拜访广州帝宏"])], "/reports/7/")
AT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


def robot(chat: Chat = Chat.WECOM, *, secret: str = "") -> Robot:
    return Robot(name="华南群", chat=chat, token=TOKEN, secret=secret, created_at=AT)


@pytest.mark.parametrize(
    ("address", "chat"),
    [
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", Chat.WECOM),
        (f" https://oapi.dingtalk.com/robot/send?access_token={TOKEN}\n", Chat.DINGTALK),
        (f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}", Chat.FEISHU),
    ],
)
def test_an_address_tells_its_chat_program_and_token(
    address: str, chat: Chat, settings: Any
) -> None:
    settings.ROBOT_URLS = REAL
    assert addresses.read(address) == (chat, TOKEN)
    assert addresses.address_of(chat, TOKEN) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "群机器人",
        "http://[::1",
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}",
        f"https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key={TOKEN}",
        f"https://a@127.0.0.1/cgi-bin/webhook/send?key={TOKEN}",
        f"https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key={TOKEN}",
        f"https://qyapi.weixin.qq.com/cgi-bin/gettoken?key={TOKEN}",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%26x=1/../..",
        "https://open.feishu.cn/open-apis/bot/v2/hook/../../im/v1/messages",
        "http://169.254.169.254/latest/meta-data/",
        "http://0x7f000001:8800/",
    ],
)
def test_any_other_address_is_refused(address: str, settings: Any) -> None:
    settings.ROBOT_URLS = REAL
    with pytest.raises(RuleError, match="Webhook"):
        addresses.read(address)


# As the programs' own manuals show them (named in payloads.py).
RECORDED: dict[Chat, dict[str, Any]] = {
    Chat.WECOM: {
        "msgtype": "markdown",
        "markdown": {
            "content": "**日报 2026-03-02**\n**郑斌 · 联系 5**\n> 1. 拜访广州帝宏\n"
            "[在追销里打开](http://127.0.0.1:8800/reports/7/)"
        },
    },
    Chat.DINGTALK: {
        "msgtype": "markdown",
        "markdown": {
            "title": "日报 2026-03-02",
            "text": "### 日报 2026-03-02\n\n**郑斌 · 联系 5**\n\n> 1. 拜访广州帝宏\n\n"
            "[在追销里打开](http://127.0.0.1:8800/reports/7/)",
        },
    },
    Chat.FEISHU: {
        "msg_type": "interactive",
        "card": {
            "config": {"wide_screen_mode": True},
            "header": {
                "template": "blue",
                "title": {"tag": "plain_text", "content": "日报 2026-03-02"},
            },
            "elements": [
                {
                    "tag": "div",
                    "text": {
                        "tag": "lark_md",
                        "content": "**郑斌 · 联系 5**\n> 1. 拜访广州帝宏\n"
                        "[在追销里打开](http://127.0.0.1:8800/reports/7/)",
                    },
                }
            ],
        },
    },
}


@pytest.mark.parametrize("chat", Chat)
def test_a_message_has_the_form_of_its_chat_program(chat: Chat, settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8800"
    assert payloads.payload(chat, MESSAGE) == RECORDED[chat]


@pytest.mark.parametrize("chat", Chat)
def test_a_long_message_keeps_whole_lines_within_the_limit(chat: Chat) -> None:
    parts = [Part(f"员工{number}", ["签约一百万元"] * 20) for number in range(200)]
    made = payloads.payload(chat, Message("日报", parts, "/reports/review/"))
    text = str(
        made.get("markdown", {}).get("content")
        or made.get("markdown", {}).get("text")
        or made["card"]["elements"][0]["text"]["content"]
    )
    assert payloads.MOST_BYTES[chat] * 0.9 < len(text.encode()) <= payloads.MOST_BYTES[chat]
    lines = [line for line in text.split("\n") if line]
    assert lines[-2] == "……其余内容请打开查看:"
    assert lines[-1].startswith("[在追销里打开](")
    assert lines[-3] in {"> 签约一百万元"} or lines[-3].startswith("**员工")


def test_words_of_people_call_nobody_and_link_nowhere() -> None:
    part = Part(
        "<@all> **中**", ["[点我](http://evil.example)", "<at id=all></at>", "@13800000000"]
    )
    for chat in Chat:
        text = str(payloads.payload(chat, Message("# 报\n价", [part])))
        assert "](http://evil" not in text
        for sign in ("<", "@", "**中"):
            assert sign not in text


def test_dingtalk_is_signed_in_the_address_with_milliseconds() -> None:
    address, body = signing.signed(
        Chat.DINGTALK, "SEC1", address="https://x/?access_token=t", body={"a": 1}, now=AT
    )
    digest = hmac.new(b"SEC1", b"1772409600000\nSEC1", hashlib.sha256).digest()
    sign = base64.b64encode(digest).decode().replace("+", "%2B").replace("/", "%2F")
    assert address == (
        f"https://x/?access_token=t&timestamp=1772409600000&sign={sign.replace('=', '%3D')}"
    )
    assert body == {"a": 1}


def test_feishu_is_signed_in_the_body_with_seconds() -> None:
    address, body = signing.signed(
        Chat.FEISHU, "SEC1", address="https://x/t", body={"a": 1}, now=AT
    )
    digest = hmac.new(b"1772409600\nSEC1", b"", hashlib.sha256).digest()
    sign = base64.b64encode(digest).decode()
    assert (address, body) == ("https://x/t", {"timestamp": "1772409600", "sign": sign, "a": 1})


def test_a_message_arrives(chat: Program) -> None:
    sending.send(robot(), MESSAGE, now=AT)
    sending.send(robot(Chat.DINGTALK, secret="SEC1"), MESSAGE, now=AT)
    chat.answer = (200, {"code": 0, "msg": "success", "data": {}}, {})
    sending.send(robot(Chat.FEISHU), MESSAGE, now=AT)
    paths = [path for path, _asked, _body in chat.brought]
    assert paths == ["/cgi-bin/webhook/send", "/robot/send", f"/open-apis/bot/v2/hook/{TOKEN}"]
    assert chat.brought[0][1] == {"key": TOKEN}
    assert set(chat.brought[1][1]) == {"access_token", "timestamp", "sign"}
    assert chat.brought[2][2]["msg_type"] == "interactive"


@pytest.mark.parametrize(
    "answer",
    [
        {"errcode": 93000, "errmsg": "invalid webhook url"},
        {"errcode": 310000, "errmsg": "keywords not in content"},
        {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"},
        {},
    ],
)
def test_a_refusal_says_what_the_chat_program_said(chat: Program, answer: dict[str, Any]) -> None:
    chat.answer = (200, answer, {})
    with pytest.raises(RuleError) as error:
        sending.send(robot(), MESSAGE, now=AT)
    assert str(answer.get("errmsg") or answer.get("msg") or "") in str(error.value.message)


@pytest.mark.parametrize(
    ("status", "answer"),
    [(200, {"errcode": 45009}), (200, {"errcode": 130101}), (503, {}), (429, {}), (200, "x")],
)
def test_a_busy_chat_program_is_asked_again_later(
    chat: Program, status: int, answer: object
) -> None:
    chat.answer = (status, answer, {})
    with pytest.raises((sending.NotNow, RuleError)) as error:
        sending.send(robot(), MESSAGE, now=AT)
    assert isinstance(error.value, sending.NotNow) == (answer != "x")


def test_an_answer_that_sends_elsewhere_is_not_followed(chat: Program) -> None:
    chat.answer = (302, {}, {"Location": f"{chat.url}/inside"})
    with pytest.raises(RuleError):
        sending.send(robot(), MESSAGE, now=AT)
    assert len(chat.brought) == 1


def test_nobody_there_is_a_reason_to_try_again(settings: Any) -> None:
    settings.ROBOT_URLS = {"wecom": "http://127.0.0.1:9/send"}
    with pytest.raises(sending.NotNow):
        sending.send(robot(), MESSAGE, now=AT)


@pytest.mark.django_db
def test_whoever_may_lets_robots_in_and_out(world: World, chat: Program) -> None:
    address = f"{chat.url}/robot/send?access_token={TOKEN}"
    with pytest.raises(NotAllowed):
        robots.add(by=actor(world.zheng), name="华南群", address=address)
    row = robots.add(by=actor(world.boss), name=" 华南群 ", address=address, secret="SEC1")
    assert (row.name, row.chat, row.token) == ("华南群", Chat.DINGTALK, TOKEN)
    with pytest.raises(RuleError, match="已经添加"):
        robots.add(by=actor(world.boss), name="又一个", address=address)
    with pytest.raises(RuleError, match="同名"):
        robots.add(by=actor(world.boss), name="华南群", address=f"{address}1")
    robots.test(by=actor(world.boss), robot=row)
    assert "廖利" in str(chat.brought)
    assert robots.remove(by=actor(world.boss), robot=row) == 0
    assert TOKEN not in str(list(AuditEntry.objects.values()))


@pytest.mark.django_db
def test_pages_show_neither_token_nor_secret(
    world: World, chat: Program, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    address = f"{chat.url}/robot/send?access_token={TOKEN}"
    sent = {"name": "华南群", "address": address, "secret": "SEC1"}
    assert client.post("/notices/robots/new/", sent).status_code == 303
    page = client.get("/notices/robots/").content.decode()
    assert "华南群" in page
    assert "5898" in page
    assert TOKEN not in page
    assert "SEC1" not in page
    wrong = client.post("/notices/robots/new/", sent | {"address": "http://127.0.0.1/"})
    assert wrong.status_code == 422
    row = Robot.objects.get()
    chat.answer = (200, {"errcode": 93000, "errmsg": "invalid webhook url"}, {})
    client.post(f"/notices/robots/{row.pk}/trial/")
    assert "invalid webhook url" in client.get("/notices/robots/").content.decode()
    assert client.post(f"/notices/robots/{row.pk}/removal/").status_code == 303
    assert not Robot.objects.exists()
