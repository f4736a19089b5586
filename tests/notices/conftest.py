"""A chat program that robots can write to."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.notices.chat import Chat, chat_program


@pytest.fixture
def chat(settings: Settings) -> Iterator[Chat]:
    with chat_program() as chat:
        settings.ROBOT_URLS = {
            "wecom": f"{chat.url}/cgi-bin/webhook/send",
            "dingtalk": f"{chat.url}/robot/send",
            "feishu": f"{chat.url}/open-apis/bot/v2/hook",
        }
        yield chat
