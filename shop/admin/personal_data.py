"""„Personal data”: what is kept about one person, a copy of it, and its erasure.

The address travels in the body of a POST alone: it must not end up in addresses, histories or server logs.
"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem

from home.admin.access import AdminPageView

from ..models import Order
from ..services.errors import ShopError
from ..services.personal_data import email_normalise, personal_data_erase, personal_data_find
from ..services.personal_data_export import personal_data_export

PERMISSION = "shop.change_order"


class AddressForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("E-mail address of the person"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class EraseForm(AddressForm):
    """The address as found, and typed once more: nobody is erased by a slip of the mouse."""

    email = forms.CharField(max_length=254, widget=forms.HiddenInput)
    email_again = forms.CharField(
        label=gettext_lazy("Type the address once more"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self):
        cleaned = super().clean()
        typed = {email_normalise(cleaned.get(name, "")) for name in ("email", "email_again")}
        if len(typed) > 1:
            self.add_error("email_again", _("This is not the same address. Nothing was erased."))
        return cleaned


class PersonalDataView(AdminPageView):
    """Look up, copy, erase. GET shows the form alone, with the address of an order when one is named by its key."""

    any_permission = (PERMISSION,)
    template_name = "shop/admin/personal_data.html"
    header_icon = "user"

    def get_page_title(self):
        return _("Personal data")

    def get(self, request, *args, **kwargs):
        form = AddressForm(initial={"email": self.email_of_order(request.GET.get("order", ""))})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        steps = {"find": self.find, "export": self.export, "ask": self.ask, "erase": self.erase}
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        return step()

    def find(self) -> HttpResponse:
        form = AddressForm(self.request.POST)
        found = personal_data_find(email=form.cleaned_data["email"]) if form.is_valid() else None
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def export(self) -> HttpResponse:
        form = AddressForm(self.request.POST)
        if not form.is_valid():
            return self.find()
        data = personal_data_export(email=form.cleaned_data["email"], by=self.request.user)
        name = f"dane-osobowe-{timezone.localdate():%Y-%m-%d}.zip"
        return HttpResponse(
            data,
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def ask(self) -> HttpResponse:
        form = AddressForm(self.request.POST)
        if not form.is_valid():
            return self.find()
        email = email_normalise(form.cleaned_data["email"])
        return self.show_question(EraseForm(initial={"email": email}), email)

    def erase(self) -> HttpResponse:
        form = EraseForm(self.request.POST)
        if not form.is_valid():
            return self.show_question(form, form.data.get("email", ""))
        found = personal_data_find(email=form.cleaned_data["email"])
        try:
            refs = personal_data_erase(email=form.cleaned_data["email"], by=self.request.user)
        except ShopError as error:
            form.add_error(None, error.message)
            return self.show_question(form, form.cleaned_data["email"])
        if refs:
            messages.success(
                self.request,
                ngettext(
                    "Personal data erased from %(count)d order: %(refs)s.",
                    "Personal data erased from %(count)d orders: %(refs)s.",
                    len(refs),
                )
                % {"count": len(refs), "refs": ", ".join(refs)},
            )
        elif found.is_kept:
            messages.success(self.request, _("Personal data erased; there were no orders."))
        else:
            messages.info(self.request, _("Nothing is kept under this address, so nothing was erased."))
        return redirect("market_personal_data")

    def show_question(self, form: EraseForm, email: str) -> HttpResponse:
        found = personal_data_find(email=email)
        self.template_name = "shop/admin/personal_data_erase.html"
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def email_of_order(self, number: str) -> str:
        """The address of the order from whose screen the person comes; empty for anything else."""
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return ""
        return Order.objects.filter(pk=number).values_list("email", flat=True).first() or ""


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)


def personal_data_menu() -> PersonalDataMenuItem:
    return PersonalDataMenuItem(
        gettext_lazy("Personal data"),
        reverse("market_personal_data"),
        name="personal-data",
        icon_name="user",
        order=25,
    )
