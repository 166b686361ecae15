"""Certificates that end soon: report and duty."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from home.admin.duties import Duty
from home.admin.reports import MarketReport
from home.formats import day

from ..models import Certificate, Enterprise

DAYS_AHEAD = 60


def expiring_certificates() -> QuerySet[Certificate]:
    """Certificates that end within sixty days or ended already, soonest first."""
    until = timezone.localdate() + datetime.timedelta(days=DAYS_AHEAD)
    return Certificate.objects.filter(valid_to__lte=until).select_related("enterprise").order_by("valid_to")


def certificate_duties(request) -> list[Duty]:
    if not request.user.has_perm("stories.change_certificate"):
        return []
    certificates = expiring_certificates()
    return [
        Duty(
            gettext("Certificates that end within 60 days"),
            certificates.count(),
            reverse(CertificateReport.name),
            "success",
            urgent=certificates.filter(valid_to__lt=timezone.localdate()).exists(),
        )
    ]


def _state(certificate: Certificate) -> str:
    return (
        gettext("ends soon")
        if certificate.valid_to >= timezone.localdate()
        else gettext("ended: no longer shown")
    )


class CertificateReport(MarketReport):
    name = "market_report_certificates"
    address = "certificates"
    page_title = _("Certificates that end")
    header_icon = "success"
    any_permission = ("stories.change_certificate",)
    list_export = ["enterprise.name", "scheme", "number", "issuer", "valid_to"]
    columns = [
        TitleColumn(
            "enterprise",
            label=_("Maker"),
            accessor="enterprise.name",
            get_url=lambda certificate: reverse(
                Enterprise.snippet_viewset.get_url_name("edit"), args=[certificate.enterprise_id]
            ),
        ),
        Column("scheme", label=_("Scheme"), accessor="get_scheme_display"),
        Column("number", label=_("Number")),
        Column("valid_to", label=_("Valid to"), accessor=lambda certificate: day(certificate.valid_to)),
        Column("state", label=_("State"), accessor=_state),
    ]

    def get_queryset(self):
        return expiring_certificates()
