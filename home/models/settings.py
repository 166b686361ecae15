import re
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .records import NamedRecord, in_language

#: Name of a file among the static pictures.
MARK_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(?:svg|png)")


class Funder(NamedRecord):
    """A body that pays for the site or a campaign, shown by its mark (EU rules on visibility, law row L22)."""

    class Kind(models.TextChoices):
        EUROPEAN_FUNDS = "fe", _("European Funds 2021–2027")
        REPUBLIC = "rp", _("Republic of Poland")
        EUROPEAN_UNION = "eu", _("European Union")
        HUMAN_CAPITAL = "pokl", _("Human Capital Programme 2007–2013")
        OPERATOR = "operator", _("operator")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    url = models.URLField(_("web address"), blank=True)
    mark = models.CharField(
        _("mark"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(MARK_NAME, _("Write the name of a picture file, for example eu.svg."))],
        help_text=_("File name of the mark among the site's static pictures, for example eu.svg."),
    )
    image = models.ForeignKey(
        "home.MarketImage",
        verbose_name=_("picture of the mark"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Takes the place of the file above."),
    )
    in_footer = models.BooleanField(_("in the footer"), default=False)
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ["sort_order", "name"]

    @property
    def mark_file(self) -> str:
        """`mark`, if it is the plain name of a picture; anything else is not put into an address."""
        return self.mark if MARK_NAME.fullmatch(self.mark) else ""


def validate_account_number(value: str) -> None:
    """Raise ValidationError unless `value` is a Polish account number (NRB: 26 digits, ISO 13616 checksum)."""
    from django.core.exceptions import ValidationError

    if value and not iban.is_valid(f"PL{value.replace(' ', '').removeprefix('PL')}"):
        raise ValidationError(_("This is not a correct account number: check the 26 digits."))


@register_setting(icon="home", order=10)
class SiteSettings(BaseSiteSetting):
    """Facts about the operator that pages, e-mails and documents repeat."""

    operator_name = models.CharField(_("operator"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    nip = models.CharField("NIP", max_length=13, blank=True)
    krs = models.CharField("KRS", max_length=10, blank=True)
    bank_account = models.CharField(
        _("bank account"),
        max_length=34,
        blank=True,
        validators=[validate_account_number],
        help_text=_("26 digits. Buyers who pay by transfer see it, also as a QR code."),
    )
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    deferred_on = models.BooleanField(
        _("invoice with a term of payment"),
        default=False,
        help_text=_(
            "Companies and institutions may choose at the checkout to pay after the goods are sent. A person of the shop "
            "accepts or refuses each such order."
        ),
    )
    deferred_days = models.PositiveSmallIntegerField(
        _("days to pay"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("From 1 to 30; they count from the day on which the goods are sent or handed over."),
    )
    deferred_most = models.DecimalField(
        _("greatest sum (PLN)"),
        max_digits=9,
        decimal_places=2,
        default=Decimal(2000),
        validators=[MinValueValidator(Decimal(1))],
        help_text=_("An order with more left to pay is paid in advance."),
    )
    slogan = models.CharField(_("slogan (Polish)"), max_length=120, blank=True)
    slogan_en = models.CharField(_("slogan (English)"), max_length=120, blank=True)
    slogan_uk = models.CharField(_("slogan (Ukrainian)"), max_length=120, blank=True)
    funding_note = models.TextField(_("funding note (Polish)"), blank=True)
    funding_note_en = models.TextField(_("funding note (English)"), blank=True)
    funding_note_uk = models.TextField(_("funding note (Ukrainian)"), blank=True)
    donation_purpose = models.CharField(
        _("purpose of donations (Polish)"),
        max_length=200,
        blank=True,
        help_text=_("What a donation added in the basket is spent on, for example: clay for the workshops. Empty: none is asked for."),
    )
    donation_purpose_en = models.CharField(_("purpose of donations (English)"), max_length=200, blank=True)
    donation_purpose_uk = models.CharField(_("purpose of donations (Ukrainian)"), max_length=200, blank=True)
    is_demo = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Says in the footer that shop and makers are a demonstration."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("operator_name", "street", "postcode", "city", "nip", "krs")],
            heading=_("Operator"),
        ),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], heading=_("Contact")),
        MultiFieldPanel([FieldPanel("bank_account"), FieldPanel("bank_name")], heading=_("Bank account")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("deferred_on", "deferred_days", "deferred_most")],
            heading=_("Invoice with a term of payment"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(f"{name}{suffix}")
                for name in ("slogan", "funding_note", "donation_purpose")
                for suffix in ("", "_en", "_uk")
            ],
            heading=_("Words"),
        ),
        FieldPanel("is_demo"),
    ]

    class Meta:
        verbose_name = _("site settings")

    @property
    def slogan_text(self) -> str:
        return in_language(self, "slogan")

    @property
    def funding_text(self) -> str:
        return in_language(self, "funding_note")

    @property
    def donation_text(self) -> str:
        return in_language(self, "donation_purpose")

    @property
    def bank_account_digits(self) -> str:
        """The account number as 26 digits (NRB), without blanks or country code."""
        return self.bank_account.replace(" ", "").removeprefix("PL")
