"""A form with an old protection token: nothing of what was typed may be lost."""

from django.test import Client
from django.urls import reverse

from tests.world import World


def test_a_form_sent_by_scripts_is_told_to_renew_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.zheng, backend="zhuixiao.accounts.backends.EmployeeBackend")
    answer = client.post(reverse("activities:new"), headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "sessionExpired" in answer.headers["HX-Trigger"]


def test_a_plain_form_gets_a_page_that_says_what_to_do(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.zheng, backend="zhuixiao.accounts.backends.EmployeeBackend")
    answer = client.post(reverse("reports:mine"), {"summary": "x"})
    assert answer.status_code == 403
    assert "data-back" in answer.content.decode()
