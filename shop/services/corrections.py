"""The seam between money paid back and the papers of a sale."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import OrderNote, Withdrawal
from .errors import ShopError
from .papers.returns import document_correct_for_withdrawal


def correction_ask(*, withdrawal: Withdrawal, by=None) -> None:
    """Called in the transaction that settles a statement, with the order locked: corrects the documents of the
    order (VAT Act, art. 106j), once for each statement.

    Where that cannot be done (more is paid back than the documents hold), the settlement stands and the staff read in a
    note which documents to correct by hand.
    """
    order = withdrawal.order
    numbers = list(order.documents.exclude(kind="correction").values_list("number", flat=True))
    if not numbers or not (withdrawal.paid_back or withdrawal.taken_off):
        return
    try:
        with transaction.atomic():
            document_correct_for_withdrawal(withdrawal=withdrawal, by=by)
    except ShopError:
        with translation.override(settings.LANGUAGE_CODE):
            text = _("Withdrawal %(number)s is settled: issue a correction to %(documents)s.") % {
                "number": withdrawal.number,
                "documents": ", ".join(numbers),
            }
        OrderNote.objects.create(order=order, message=text, author=by, public=False)
