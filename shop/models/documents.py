"""Documents of sale, by the tax status of the maker. Once issued, a document never changes: a correction follows it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .orders import Order


class DocumentSeries(models.Model):
    """The last number of a series in a year: numbers are given in a row without gaps (VAT Act, art. 106e par. 1 pt 2)."""

    series = models.CharField(_("series"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of documents")
        verbose_name_plural = _("series of documents")
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="document_series_once")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"


class SalesDocument(models.Model):
    """An invoice, a bill or a correction, as it was issued: a snapshot in `data`, from which PDF and XML are made."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        BILL = "bill", _("bill")
        CORRECTION = "correction", _("correction")

    class Ksef(models.TextChoices):
        OUTSIDE = "outside", _("outside KSeF")
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=40, unique=True)
    order = models.ForeignKey(Order, verbose_name=_("order"), on_delete=models.PROTECT, related_name="documents")
    enterprise = models.ForeignKey(
        "stories.Enterprise", verbose_name=_("maker"), null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    corrects = models.ForeignKey(
        "self", verbose_name=_("corrects"), null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    dedupe = models.CharField(max_length=120, unique=True, editable=False, help_text="One document for each cause.")
    data = models.JSONField(_("content"))
    total = models.DecimalField(_("gross total"), max_digits=12, decimal_places=2)
    sold_on = models.DateField(_("sold on"))
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ksef_state = models.CharField(_("KSeF"), max_length=10, choices=Ksef.choices, default=Ksef.OUTSIDE)
    ksef_number = models.CharField(_("KSeF number"), max_length=40, blank=True)
    ksef_error = models.CharField(_("KSeF answer"), max_length=300, blank=True)
    ksef_reference = models.CharField(
        max_length=120, blank=True, editable=False, help_text="Session and invoice at KSeF, with a slash between."
    )
    ksef_attempts = models.PositiveSmallIntegerField(_("tries to send"), default=0, editable=False)
    ksef_next_at = models.DateTimeField(_("next try"), null=True, blank=True, editable=False)
    ksef_upo = models.TextField(_("confirmation of receipt (UPO)"), blank=True, editable=False)
    told_at = models.DateTimeField(
        _("given to the buyer"), null=True, blank=True, editable=False, help_text=_("When the e-mail with it was queued.")
    )

    class Meta:
        verbose_name = _("document of sale")
        verbose_name_plural = _("documents of sale")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False) | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="document_correction_corrects_something",
            ),
            models.CheckConstraint(
                condition=Q(ksef_state="accepted") ^ Q(ksef_number=""), name="document_accepted_has_ksef_number"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_for_buyer(self) -> bool:
        """Whether the buyer may have it: an invoice that must go through KSeF is issued only when KSeF took it.

        VAT Act, art. 106na par. 1.
        """
        return self.ksef_state in {self.Ksef.OUTSIDE, self.Ksef.ACCEPTED}
