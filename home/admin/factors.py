"""The screens of the second factor: set-up, check after the password, recovery codes, help for a colleague."""

from urllib.parse import urlencode

import django_otp
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets.button import Button

from ..access.factors import (
    CodeRefused,
    factor_confirm,
    factor_of,
    factor_pending,
    factor_required,
    factor_reset,
    factor_start,
    factor_verify,
    recovery_codes_left,
    recovery_codes_renew,
    recovery_verify,
    secret_qr,
    secret_text,
)
from ..access.middleware import RECOVERY, SETUP, VERIFY
from .access import AdminPageView

MANAGE = "home.change_user"
FEW_CODES = 3


class CodeForm(forms.Form):
    """Six digits of the app. Blanks are allowed: apps show them in two groups."""

    code = forms.CharField(
        label=gettext_lazy("Code from the app"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class RecoveryForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Recovery code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class DoorPage(View):
    """A screen before the admin itself: no menu, nothing but the form. Posts go to `step`."""

    template_name: str
    form_class: type[forms.Form] = CodeForm

    def get_next(self) -> str:
        """Where to go on, if it is an address of this site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return wanted if safe else reverse("wagtailadmin_home")

    def show(self, form=None, **context) -> TemplateResponse:
        context = {"form": form or self.form_class(), "next": self.get_next(), **context}
        return TemplateResponse(self.request, self.template_name, context)

    def get(self, request):
        return self.show()


class VerifyView(DoorPage):
    """After the password: the code of the app."""

    template_name = "admin/access/verify.html"
    verify = staticmethod(factor_verify)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_verified() or factor_of(request.user) is None:
            return redirect(self.get_next())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                device = self.verify(user=request.user, code=form.cleaned_data["code"])
            except CodeRefused as refused:
                form.add_error("code", refused.message)
            else:
                django_otp.login(request, device)
                request.session.cycle_key()
                self.welcome()
                return redirect(self.get_next())
        return self.show(form)

    def welcome(self) -> None:
        """Nothing to be said after the usual code."""


class RecoveryView(VerifyView):
    """No phone at hand: one of the codes on paper."""

    template_name = "admin/access/recovery.html"
    form_class = RecoveryForm
    verify = staticmethod(recovery_verify)

    def welcome(self) -> None:
        left = recovery_codes_left(self.request.user)
        text = _("Recovery codes left: %(count)d.") % {"count": left}
        if left <= FEW_CODES:
            text += " " + _("Make new ones: Account → Second factor.")
        messages.warning(self.request, text)


class SetupView(DoorPage):
    """The app is joined with the login: a QR code, or the secret typed by hand, and a code that proves it."""

    template_name = "admin/access/setup.html"

    def dispatch(self, request, *args, **kwargs):
        # Whoever has a factor must prove it before changing it; the middleware sees to that, this does once more.
        if factor_of(request.user) is not None and not request.user.is_verified():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, form=None, **context):
        device = factor_pending(self.request.user)
        if device is not None:
            context |= {"qr": secret_qr(device), "secret": secret_text(device)}
        return super().show(
            form, is_change=factor_of(self.request.user) is not None, required=factor_required(), **context
        )

    def post(self, request):
        if request.POST.get("step") == "start":
            factor_start(user=request.user)
            return redirect(f"{request.path}?{urlencode({'next': self.get_next()})}")
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                device, codes = factor_confirm(user=request.user, code=form.cleaned_data["code"])
            except CodeRefused as refused:
                form.add_error("code", refused.message)
            else:
                # The key of the session hangs on the factor: this session goes on, all others end.
                update_session_auth_hash(request, request.user)
                django_otp.login(request, device)
                return _show_codes(request, codes, self.get_next())
        return self.show(form)


def _show_codes(request, codes: list[str], following: str) -> TemplateResponse:
    """The one time that recovery codes are shown; they stand in no session and no address."""
    return TemplateResponse(request, "admin/access/codes.html", {"codes": codes, "next": following})


class FactorView(AdminPageView):
    """The state of the own factor: new recovery codes, another phone, off."""

    template_name = "admin/access/factor.html"
    header_icon = "lock"

    def is_allowed(self, user) -> bool:
        return True

    def get_page_title(self):
        return _("Second factor")

    def get_trail(self):
        return [(_("Account"), reverse("wagtailadmin_account"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            factor=factor_of(self.request.user),
            codes_left=recovery_codes_left(self.request.user),
            required=factor_required(),
            **kwargs,
        )

    def post(self, request):
        if factor_of(request.user) is None:
            return redirect("market_factor")
        if request.POST.get("step") == "codes":
            return _show_codes(request, recovery_codes_renew(user=request.user), reverse("market_factor"))
        if request.POST.get("step") == "off" and not factor_required():
            factor_reset(user=request.user, by=request.user)
            update_session_auth_hash(request, request.user)
            messages.success(request, _("The second factor is off. The password alone lets you in now."))
        return redirect("market_factor")


class PersonFactorView(AdminPageView):
    """A colleague has lost the phone: the managers remove the factor, and a new one is set up at the next login."""

    any_permission = (MANAGE,)
    template_name = "admin/access/person.html"
    header_icon = "lock"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pk = kwargs["pk"]

    @property
    def person(self):
        return get_object_or_404(get_user_model(), pk=self.pk)

    def get_page_title(self):
        return _("Reset the second factor")

    def get_trail(self):
        return [(_("Users"), reverse("wagtailusers_users:index"))]

    def get_context_data(self, **kwargs):
        person = self.person
        return super().get_context_data(
            person=person,
            person_name=get_user_display_name(person),
            factor=factor_of(person),
            required=factor_required(),
            **kwargs,
        )

    def post(self, request, pk: int):
        person = self.person
        # The own factor is changed on the own page: there it takes a code.
        if person.pk == request.user.pk:
            return redirect("market_factor")
        # A manager who is no superuser must not open the door to a superuser's account.
        if person.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        factor_reset(user=person, by=request.user)
        messages.success(
            request,
            _("The second factor of %(name)s is removed and all their sessions are ended.")
            % {"name": get_user_display_name(person)},
        )
        return redirect("wagtailusers_users:index")


def factor_button(user, request_user):
    """Hook on the list of users."""
    if request_user.has_perm(MANAGE) and user.pk != request_user.pk and factor_of(user) is not None:
        yield Button(
            _("Reset the second factor"),
            url=reverse("market_factor_person", args=[user.pk]),
            icon_name="lock",
            priority=60,
        )


def factor_account_item(request) -> dict:
    """Hook on the account page."""
    return {
        "url": reverse("market_factor"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone beside the password."),
    }


def factor_urls() -> list:
    return [
        path("drugi-skladnik/", FactorView.as_view(), name="market_factor"),
        path("drugi-skladnik/wlacz/", SetupView.as_view(), name=SETUP),
        path("drugi-skladnik/sprawdz/", VerifyView.as_view(), name=VERIFY),
        path("drugi-skladnik/kod-zapasowy/", RecoveryView.as_view(), name=RECOVERY),
        path("drugi-skladnik/osoba/<int:pk>/", PersonFactorView.as_view(), name="market_factor_person"),
    ]
