"""/api/v1: the routers of all apps behind one door."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhuixiao.accounts import api as accounts
from zhuixiao.accounts.bearer import BearerToken
from zhuixiao.accounts.middleware import problem
from zhuixiao.activities import api as activities
from zhuixiao.catalog import api as catalog
from zhuixiao.customers import api as customers
from zhuixiao.files import api as files
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import api as ledger
from zhuixiao.notices import api as notices
from zhuixiao.reports import api as reports

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
for app in (accounts, notices, files, catalog, customers, activities, reports, ledger):
    api.add_router("", app.router)


@api.exception_handler(RuleError)
def refused(request: HttpRequest, error: RuleError) -> HttpResponse:
    """A rule's no, as the pages' scripts get it."""
    return _problem(request, problem(error), error.status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter of the wrong shape."""
    fields = {".".join(str(part) for part in row["loc"]): row["msg"] for row in error.errors}
    body = {"title": "Malformed request", "status": 422, "code": "malformed", "errors": fields}
    return _problem(request, body, 422)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such record, or none that the caller may see."""
    return _problem(request, {"title": "Not found", "status": 404, "code": "not_found"}, 404)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No valid token."""
    body = {"title": "A valid token is needed", "status": 401, "code": "unauthenticated"}
    response = _problem(request, body, 401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses, such as a body that is no JSON."""
    body = {"title": str(error), "status": error.status_code, "code": "malformed"}
    return _problem(request, body, error.status_code)


def _problem(request: HttpRequest, body: dict[str, Any], status: int) -> HttpResponse:
    response = api.create_response(request, {"type": "about:blank", **body}, status=status)
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
