"""A site of one page that shows every component, with stubs of the pages that the shell asks."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from zhuixiao.accounts.guards import public
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.htmx import trigger
from zhuixiao.kit.views import favicon

from . import style


@public
def text(_request: HttpRequest, answer: str = "") -> HttpResponse:
    return HttpResponse(answer)


@public
def unread(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("3")


@public
def refused(_request: HttpRequest) -> HttpResponse:
    raise RuleError("产品已停用，请换一个")


@public
def expired(request: HttpRequest) -> HttpResponse:
    """Refuses twice: a new token alone does not help, only logging in."""
    refused = int(request.COOKIES.get("refused", 0))
    if refused == 2:
        return trigger(HttpResponse("已保存"), toast={"text": "已保存", "kind": "success"})
    response = trigger(HttpResponse(status=401), sessionExpired={"url": "/login/"})
    response.set_cookie("refused", str(refused + 1))
    return response


notices = ([path("", text, name="list"), path("unread/", unread, name="unread")], "notices")
urlpatterns = [
    # A bare fragment names no icon; the browser then asks for this one, sooner or later.
    path("favicon.ico", favicon),
    path("", style.page, name="home"),
    path("dialog/", style.dialog, name="dialog"),
    path("panel/<int:number>/", style.panel, name="panel"),
    path("search/", style.search, name="search"),
    path("progress/<int:done>/", style.progress, name="progress"),
    path("conflict/", style.conflict, name="conflict"),
    path("login/", style.login, name="login"),
    path("refused/", refused, name="refused"),
    path("expired/", expired, name="expired"),
    path("empty/", text, name="empty"),
    path("settings/", text, name="settings"),
    path("profile/", text, name="profile"),
    path("appearance/", text, name="appearance"),
    path("language/", text, name="language"),
    path("logout/", text, name="logout"),
    path("notices/", include(notices)),
]
