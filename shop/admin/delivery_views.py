"""The list of parcel lockers, from a file that the staff send."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from home.admin.access import AdminPageView

from ..models import ParcelLocker
from ..services.errors import ShopError
from ..services.locker_import import LockersRefused, lockers_import, rows_of_file

#: A list of all lockers of Poland as CSV has some 3 MB; larger files go through the command import_lockers.
MOST_BYTES = 10 * 1024 * 1024


class LockerFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("JSON of ShipX points, or CSV in UTF-8. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Give it to whoever runs the server."))
        return file


class LockerImportView(AdminPageView):
    """Shows how fresh the list is, and takes a new one whole or not at all."""

    any_permission = ("shop.change_parcellocker",)
    header_icon = "upload"
    template_name = "shop/admin/locker_import.html"

    def get_page_title(self):
        return _("Import parcel lockers")

    def get_trail(self):
        return [(_("Parcel lockers"), self.list_url)]

    @property
    def list_url(self) -> str:
        return reverse(ParcelLocker.snippet_viewset.get_url_name("list"))

    def get_context_data(self, **kwargs):
        active = ParcelLocker.objects.filter(is_active=True)
        kwargs.setdefault("form", LockerFileForm())
        return super().get_context_data(
            count=active.count(), newest=active.order_by("-updated_at").first(), list_url=self.list_url, **kwargs
        )

    def post(self, request, *args, **kwargs):
        form = LockerFileForm(request.POST, request.FILES)
        faults: list[str] = []
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                done = lockers_import(rows=rows_of_file(file.read(), name=file.name))
            except LockersRefused as error:
                faults = error.message.split("\n")
                form.add_error("file", _("Nothing was imported: correct the file and send it again."))
            except ShopError as error:
                form.add_error("file", error.message)
            else:
                newest = ParcelLocker.objects.order_by("-updated_at").first()
                log(instance=newest, action="wagtail.edit", user=request.user)
                messages.success(request, str(done))
                return redirect(self.list_url)
        return self.render_to_response(self.get_context_data(form=form, faults=faults))
