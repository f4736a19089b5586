"""/api/v1: the routers of all apps behind one door."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhuixiao.accounts import api as accounts
from zhuixiao.accounts.bearer import BearerToken
from zhuixiao.accounts.middleware import problem
from zhuixiao.activities import api as activities
from zhuixiao.analytics import api as analytics
from zhuixiao.approvals import api as approvals
from zhuixiao.catalog import api as catalog
from zhuixiao.customers import api as customers
from zhuixiao.field import api as field
from zhuixiao.files import api as files
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import api as ledger
from zhuixiao.notices import api as notices
from zhuixiao.reports import api as reports
from zhuixiao.sales import api as sales

from . import shapes
from .openapi import DescribedAPI

api = DescribedAPI(
    title="Zhuixiao",
    description="Everything people do on pages, with the same rights, rules and errors.",
    version="1",
    urls_namespace="api",
    auth=BearerToken(),
    # The page that would draw it loads scripts from elsewhere; the policy forbids that.
    docs_url=None,
    openapi_url="/openapi.json",
)
for app in (
    accounts,
    notices,
    approvals,
    files,
    catalog,
    customers,
    activities,
    sales,
    field,
    reports,
    analytics,
    ledger,
):
    api.add_router("", app.router)


@api.exception_handler(RuleError)
def refused(request: HttpRequest, error: RuleError) -> HttpResponse:
    """A rule's no, as the pages' scripts get it."""
    return _answer(request, problem(error))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter of the wrong shape."""
    title, fields = _("The request has a wrong shape."), shapes.errors(error.errors)
    return _problem(request, title, 422, "malformed", errors=fields)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such record, or none that the caller may see."""
    title = _("There is nothing here, or nothing that you may see.")
    return _problem(request, title, 404, "not_found")


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No valid token."""
    response = _problem(request, _("A valid token is needed."), 401, "unauthenticated")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: a body that is no JSON."""
    return _problem(request, _("The body is no valid JSON."), error.status_code, "malformed")


def _problem(request: HttpRequest, title: str, status: int, code: str, **more: Any) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **more}
    return _answer(request, body)


def _answer(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    response = api.create_response(request, body, status=body["status"])
    response.headers["Content-Type"] = "application/problem+json"
    return response


@register()
def every_operation_declares_its_permission(**_kwargs: Any) -> list[CheckMessage]:
    """System check: an operation without `needs` stops the start."""
    return [
        Error(f"{operation.view_func.__qualname__} declares no permission", id="zhuixiao.E002")
        for _prefix, router in api._routers
        for path_view in router.path_operations.values()
        for operation in path_view.operations
        if not hasattr(operation.view_func, "permission")
    ]
