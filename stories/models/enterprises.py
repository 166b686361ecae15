import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from home.models import NamedRecord
from home.models.settings import validate_account_number

from ..kinds import EXPLANATIONS, SHORT_LABELS, TERM_CODES, EnterpriseKind, Voivodeship, groups_supported
from ..packers import check_packer
from .group_field import GroupsField


class Technique(NamedRecord):
    """A craft technique, for example throwing on the wheel."""

    class Meta:
        verbose_name = _("technique")
        verbose_name_plural = _("techniques")
        ordering = ["name"]


class Enterprise(index.Indexed, ClusterableModel):
    """A maker: a unit of the social economy whose goods the market sells. Its words are on EnterprisePage."""

    class TaxStatus(models.TextChoices):
        """Decides VAT and the document of sale; see docs/decisions for the tax ruling on WTZ."""

        VAT_ACTIVE = "vat_active", _("VAT payer")
        VAT_EXEMPT = "vat_exempt", _("exempt from VAT (art. 113 of the VAT Act)")
        OUTSIDE_VAT = "outside_vat", _("outside VAT (WTZ)")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=30, choices=EnterpriseKind.choices)
    running_body = models.CharField(
        _("running body"),
        max_length=200,
        blank=True,
        help_text=_("Who runs the workshop. A WTZ is no legal person, so here it must be filled in."),
    )
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=6)
    city = models.CharField(_("town"), max_length=80)
    voivodeship = models.CharField(_("voivodeship"), max_length=30, choices=Voivodeship.choices)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    opening_hours = models.CharField(
        _("opening hours"), max_length=200, blank=True, help_text=_("When buyers can pick up their goods.")
    )
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("people it works with"), null=True, blank=True)
    people_as_of = models.PositiveSmallIntegerField(_("as of the year"), null=True, blank=True)
    groups = GroupsField(
        _("whom it supports"),
        default=list,
        blank=True,
        help_text=_(
            "Buyers find its goods by this („Whom you support”). Nothing ticked: it follows from the kind, as the law says whom a "
            "WTZ, a ZAZ, a CIS, a KIS and a social cooperative are for; a foundation or an association then has none. What is "
            "ticked stands in its place, so tick all, and only what the texts of the profile say."
        ),
    )
    techniques = ParentalManyToManyField(Technique, verbose_name=_("techniques"), blank=True, related_name="makers")
    nip = models.CharField("NIP", max_length=13, blank=True)
    krs = models.CharField("KRS", max_length=10, blank=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    tax_status = models.CharField(_("tax status"), max_length=20, choices=TaxStatus.choices)
    bank_account = models.CharField(
        _("bank account"), max_length=34, blank=True, validators=[validate_account_number]
    )
    staff = models.ManyToManyField(
        "home.User",
        verbose_name=_("staff with a login"),
        blank=True,
        related_name="enterprises",
        help_text=_("They look after the goods and parcels of this enterprise and of no other."),
    )
    packed_by = models.ForeignKey(
        "self",
        verbose_name=_("parcels are packed and sent by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="packs_for",
        help_text=_(
            "Another enterprise in the same house (the same street, postcode and town), whose staff pack and send these goods "
            "together with their own: the buyer gets and pays for one parcel. Leave it empty where this enterprise packs by "
            "itself. Orders already placed keep their parcels."
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("city"),
        index.SearchField("running_body"),
        index.FilterField("kind"),
        index.FilterField("voivodeship"),
    ]

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(packed_by=models.F("pk")), name="enterprise_is_packed_by_another")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.kind == EnterpriseKind.WTZ and not self.running_body:
            raise ValidationError(
                {"running_body": _("A WTZ is no legal person: name the foundation, association or body that runs it.")}
            )
        check_packer(self)

    @property
    def kind_short(self) -> str:
        """The kind as printed on a tag, in the active language."""
        return str(SHORT_LABELS[EnterpriseKind(self.kind)])

    @property
    def kind_explanation(self) -> str:
        """One plain sentence on what this kind is, in the active language."""
        return str(EXPLANATIONS[EnterpriseKind(self.kind)])

    @property
    def term_code(self) -> str:
        """Code of the glossary term of the kind."""
        return TERM_CODES[EnterpriseKind(self.kind)]

    @property
    def manufacturer_name(self) -> str:
        """Who answers for the goods (Regulation (EU) 2023/988, art. 9 par. 6): the legal person behind the maker."""
        return f"{self.running_body} – {self.name}" if self.running_body else self.name

    @property
    def postal_address(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"

    @property
    def groups_supported(self) -> frozenset[str]:
        """Values of SupportedGroup: those named, else that of the kind."""
        return groups_supported(self.kind, self.groups)

    @property
    def packer_id(self) -> int:
        """Primary key of the enterprise that packs and sends the goods: another one in the same house, else itself."""
        return self.packed_by_id or self.pk


class CertificateQuerySet(models.QuerySet):
    def valid_on(self, day: datetime.date) -> models.QuerySet:
        """Certificates in force on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Certificate(models.Model):
    """A mark given by a scheme with public criteria (Directive (EU) 2024/825: no other social label may be shown)."""

    class Scheme(models.TextChoices):
        ZAKUP_PROSPOLECZNY = "zakup_prospoleczny", "Zakup Prospołeczny"
        BASE = "base", "BASE"
        PS_STATUS = "ps_status", _("social enterprise status")

    enterprise = ParentalKey(Enterprise, on_delete=models.CASCADE, related_name="certificates")
    scheme = models.CharField(_("scheme"), max_length=30, choices=Scheme.choices)
    number = models.CharField(_("number"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=160)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="certificate_number_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="certificate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}"

    @property
    def is_valid(self) -> bool:
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)
