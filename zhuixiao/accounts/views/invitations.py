"""Setting a password by an invitation link, and asking for one when it is forgotten."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import invitations
from ..forms.entering import ForgotForm, NewPasswordForm
from ..guards import client_ip, public


@public
@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret out of the address, so that it stands in no history and no Referer."""
    try:
        invitations.invitation_of(token, at=timezone.now())
    except invitations.InvitationGone as error:
        return render(request, "accounts/invitation_gone.html", {"error": error}, status=410)
    request.session.flush()
    request.session["invitation"] = token
    return redirect("accounts:accept")


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Set the password; then the person logs in with it, second factor and all."""
    token = request.session.get("invitation", "")
    now = timezone.now()
    try:
        employee = invitations.invitation_of(token, at=now).employee
    except invitations.InvitationGone as error:
        return render(request, "accounts/invitation_gone.html", {"error": error}, status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            invitations.accept_invitation(
                token=token, password=password, at=now, ip=client_ip(request)
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            request.session.flush()
            return redirect(f"{reverse('login')}?welcome=1")
    context = {"form": form, "employee": employee}
    return render(request, "accounts/accept.html", context, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Whom to ask; with mail set up, a link to the stored address, and always the same answer."""
    form = ForgotForm(request.POST or None) if settings.EMAIL_HOST else None
    is_sent = False
    if form is not None and request.method == "POST" and form.is_valid():
        # Looking the person up is the job's work: this answer takes as long for a stranger.
        address = form.cleaned_data["email"]
        jobs.enqueue(
            "accounts.mail_invitation",
            payload={"address": address},
            by_id=0,
            label=gettext_noop("Mail a link for a new password"),
            key=f"forgot:{address}"[:60],
        )
        is_sent = True
    context = {"form": form, "is_sent": is_sent}
    return render(request, "accounts/forgot.html", context)
