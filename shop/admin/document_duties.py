"""What waits for a person with the documents of sale, for the start page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from home.admin.duties import Duty

from ..models import SalesDocument
from ..services.papers.issuing import documents_to_issue
from ..services.papers.ksef import is_on


def document_duties() -> list[Duty]:
    """Invoices that KSeF refused, or that a person has to send there; orders whose document could not be issued."""
    documents = reverse("documents:index")
    by_hand = Q() if is_on() else Q(ksef_state__in=[SalesDocument.Ksef.WAITING, SalesDocument.Ksef.SENT])
    refused = SalesDocument.objects.filter(ksef_state=SalesDocument.Ksef.REJECTED).count()
    duties = [Duty(_("Invoices that KSeF refused"), refused, f"{documents}?ksef_state=rejected", "warning", urgent=True)]
    if by_hand:
        waiting = SalesDocument.objects.filter(by_hand).count()
        duties.append(Duty(_("Invoices to be sent to KSeF by hand"), waiting, f"{documents}?ksef_state=waiting", "doc-full"))
    orders = reverse("orders:index")
    duties.append(Duty(_("Orders that wait for an invoice or a bill"), documents_to_issue().count(), orders, "doc-full"))
    return duties
