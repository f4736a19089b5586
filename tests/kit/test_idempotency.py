"""A request that is sent twice is done once."""

import threading
import uuid
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.models import Answer, SchedulerSlot

KEY = "5c1c9c2e-8c0b-4a53-9a1e-000000000001"
View = Callable[[HttpRequest], HttpResponse]


class Person:
    def __init__(self, pk: int) -> None:
        self.pk = pk


def post(key: str = KEY, *, by: int = 1, path: str = "/orders/", header: str = "") -> HttpRequest:
    headers = {"Idempotency-Key": header} if header else {}
    request = RequestFactory().post(path, {"request_id": key} if key else {}, headers=headers)
    request.user = cast("Any", Person(by))
    return request


def counting(answer: Callable[[int], HttpResponse]) -> tuple[View, list[int]]:
    """A view that writes a row each time it really runs, and the list of its runs."""
    runs: list[int] = []

    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        runs.append(len(runs))
        SchedulerSlot.objects.create(key="effect", slot=str(len(runs)), at="2026-03-02T00:00Z")
        return answer(len(runs))

    return view, runs


@pytest.mark.django_db
def test_the_second_gets_the_first_answer() -> None:
    view, runs = counting(lambda n: JsonResponse({"n": n}, status=201, headers={"Location": "/7/"}))
    first, again = view(post()), view(post())
    assert len(runs) == 1
    assert (again.status_code, again.content) == (201, first.content)
    assert (again["Location"], again["Content-Type"]) == ("/7/", "application/json")
    assert SchedulerSlot.objects.count() == 1


@pytest.mark.django_db
def test_a_header_is_as_good_as_a_field() -> None:
    view, runs = counting(lambda n: HttpResponse(str(n)))
    view(post("", header=KEY))
    assert view(post()).content == b"1"
    assert len(runs) == 1


@pytest.mark.django_db
def test_what_htmx_was_told_is_told_again() -> None:
    view, _runs = counting(
        lambda n: HttpResponse(status=204, headers={"HX-Redirect": "/7/", "HX-Trigger": "{}"})
    )
    view(post())
    again = view(post())
    assert (again["HX-Redirect"], again["HX-Trigger"]) == ("/7/", "{}")


@pytest.mark.django_db
def test_without_an_id_every_request_runs() -> None:
    view, runs = counting(lambda n: HttpResponse(str(n)))
    view(post(""))
    view(post(""))
    assert len(runs) == 2


@pytest.mark.django_db
def test_another_person_or_another_address_is_another_request() -> None:
    view, runs = counting(lambda n: HttpResponse(str(n)))
    view(post())
    view(post(by=2))
    view(post(path="/quotes/"))
    assert len(runs) == 3


@pytest.mark.django_db
def test_a_refusal_is_not_kept_so_that_the_corrected_form_may_come() -> None:
    answers = [HttpResponse(status=422), HttpResponse("fine")]
    view, runs = counting(lambda n: answers[n - 1])
    assert view(post()).status_code == 422
    assert view(post()).content == b"fine"
    assert view(post()).content == b"fine"
    assert len(runs) == 2


@pytest.mark.django_db
def test_an_error_takes_its_row_and_its_writes_back() -> None:
    def fail_first(n: int) -> HttpResponse:
        if n == 1:
            raise OSError
        return HttpResponse("fine")

    view, _runs = counting(fail_first)
    with pytest.raises(OSError):  # noqa: PT011
        view(post())
    assert not Answer.objects.exists()
    assert not SchedulerSlot.objects.exists()
    assert view(post()).content == b"fine"


@pytest.mark.django_db
def test_a_stream_is_not_kept() -> None:
    stream: Any = StreamingHttpResponse
    view, runs = counting(lambda n: stream([b"x"]))
    view(post())
    view(post())
    assert len(runs) == 2


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_a_damaged_id_is_a_400_and_nothing_runs(text: str) -> None:
    view, runs = counting(lambda n: HttpResponse())
    try:
        uuid.UUID(text.strip())
    except ValueError:
        request = HttpRequest()
        request.POST = QueryDict(urlencode({"request_id": text}))
        with pytest.raises(RuleError) as error:
            view(request)
        assert error.value.status == 400
        assert runs == []


@pytest.mark.django_db(transaction=True)
def test_twins_that_come_at_once_are_done_once() -> None:
    """The second comes while the first still runs: it waits, then gets the same answer."""
    entered, go_on = threading.Event(), threading.Event()
    runs: list[int] = []

    @idempotent
    def slow(request: HttpRequest) -> HttpResponse:
        runs.append(1)
        entered.set()
        go_on.wait(10)
        return HttpResponse(f"run {len(runs)}")

    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(slow(post()).content)
        finally:
            connection.close()

    first = threading.Thread(target=send)
    first.start()
    assert entered.wait(10)
    twins = [threading.Thread(target=send) for _ in range(3)]
    for twin in twins:
        twin.start()
    go_on.set()
    for thread in [first, *twins]:
        thread.join(30)
    assert answers == [b"run 1"] * 4
