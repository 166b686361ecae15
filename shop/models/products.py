from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from home.models import NamedRecord

from .delivery import ParcelSize


class VatRate(models.TextChoices):
    """Rates of the VAT Act (11 March 2004) as documents and FA(3) name them."""

    STANDARD = "23", "23 %"
    REDUCED = "8", "8 %"
    LOW = "5", "5 %"
    ZERO = "0", "0 %"


class Gate(models.TextChoices):
    """Kinds of goods whose sale asks for data of its own; what each asks for: shop.gates."""

    NONE = "none", _("none beside those of every good")
    FOOD = "food", _("food (Regulation (EU) 1169/2011)")
    COSMETIC = "cosmetic", _("cosmetics and soap (Regulation (EC) 1223/2009)")
    TOY = "toy", _("toys (Directive 2009/48/EC)")
    TEXTILE = "textile", _("textiles (Regulation (EU) 1007/2011)")
    CANDLE = "candle", _("candles (Regulation (EC) 1272/2008)")
    FOOD_CONTACT = "food_contact", _("vessels for food (Regulation (EC) 1935/2004)")
    JEWELLERY = "jewellery", _("jewellery (Regulation (EC) 1907/2006)")


class Category(NamedRecord):
    """A shelf of the shop. Its introduction is on CategoryPage."""

    gate = models.CharField(
        _("legal requirements"),
        max_length=16,
        choices=Gate.choices,
        default=Gate.NONE,
        help_text=_("Goods of this category cannot be published without the data that the law asks for."),
    )
    vat_rate = models.CharField(
        _("VAT rate"),
        max_length=4,
        choices=VatRate.choices,
        default=VatRate.STANDARD,
        help_text=_("Used for makers who are VAT payers; a product may have a rate of its own."),
    )
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_order", "name"]


class Material(NamedRecord):
    """What a good is made of."""

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["name"]


class Occasion(NamedRecord):
    """What a good is given for, for example a wedding."""

    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        ordering = ["sort_order", "name"]


class Product(index.Indexed, ClusterableModel):
    """A good for sale: one row whatever the language. Takes effect at once; drafts exist only for its pages.

    Price and stock change through shop.services alone. Fulfils Salesman's Product protocol (id, code, name,
    get_price).

    A **variant** is a product too, with a code, price, history of prices and stock of its own; `variant_of` names the
    product whose page shows it, and which is itself the first one to choose. Only products without `variant_of` have pages.
    """

    class Kind(models.TextChoices):
        UNIQUE = "unique", _("one of a kind")
        SERIES = "series", _("small series")
        TO_ORDER = "to_order", _("made to order")
        SET = "set", _("gift set")
        OWN_SET = "own_set", _("set of the buyer's choice")
        GIFT_CARD = "gift_card", _("gift card")

    class WithdrawalException(models.TextChoices):
        """Goods without a right of withdrawal whoever buys them (Consumer Rights Act, art. 38 par. 1)."""

        NONE = "", _("none: the buyer may withdraw within 14 days")
        PERISHABLE = "perishable", _("perishable goods (pt 4)")
        SEALED = "sealed", _("sealed hygiene goods, once opened (pt 5)")

    class NetUnit(models.TextChoices):
        GRAM = "g", _("g")
        MILLILITRE = "ml", _("ml")
        PIECE = "pc", _("pieces")

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("For example CER-014."))
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Working name, on lists and documents. Readers see the page's title.")
    )
    enterprise = models.ForeignKey(
        "stories.Enterprise", verbose_name=_("made by"), on_delete=models.PROTECT, related_name="products"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="products"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.UNIQUE)
    variant_of = models.ForeignKey(
        "self",
        verbose_name=_("variant of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="variants",
        limit_choices_to=Q(variant_of__isnull=True),
    )
    variant_name = models.CharField(
        _("name of the variant (Polish)"), max_length=60, blank=True, help_text=_("For example: large, blue.")
    )
    variant_name_en = models.CharField(_("name of the variant (English)"), max_length=60, blank=True)
    variant_name_uk = models.CharField(_("name of the variant (Ukrainian)"), max_length=60, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(
        _("days to make it"),
        null=True,
        blank=True,
        help_text=_("Working days from the payment until a thing made to order is sent."),
    )
    set_least = models.PositiveSmallIntegerField(_("pieces in a set of choice, at least"), null=True, blank=True)
    set_most = models.PositiveSmallIntegerField(_("pieces in a set of choice, at most"), null=True, blank=True)
    gate = models.CharField(
        _("legal requirements"),
        max_length=16,
        choices=Gate.choices,
        blank=True,
        help_text=_("Empty: those of the category."),
    )
    withdrawal_exception = models.CharField(
        _("exception from withdrawal"),
        max_length=12,
        choices=WithdrawalException.choices,
        default=WithdrawalException.NONE,
        blank=True,
        help_text=_("A one-of-a-kind good is no exception. Consumer Rights Act, art. 38."),
    )
    vat_rate = models.CharField(
        _("VAT rate"), max_length=4, choices=VatRate.choices, blank=True, help_text=_("Empty: that of the category.")
    )
    net_quantity = models.DecimalField(
        _("net quantity"), max_digits=8, decimal_places=1, null=True, blank=True,
        help_text=_("Weight, volume or number of pieces in one package; the price per unit follows from it."),
    )
    net_unit = models.CharField(_("unit"), max_length=2, choices=NetUnit.choices, blank=True)
    occasions = ParentalManyToManyField(
        Occasion, verbose_name=_("occasions"), blank=True, related_name="products"
    )
    sdgs = ParentalManyToManyField(
        "home.Sdg", verbose_name=_("Sustainable Development Goals"), blank=True, related_name="products"
    )
    price = models.DecimalField(
        _("gross price"), max_digits=9, decimal_places=2, help_text=_("In złoty, with everything that the buyer pays.")
    )
    regular_price = models.DecimalField(
        _("price before reduction"), max_digits=9, decimal_places=2, null=True, blank=True, editable=False
    )
    reduced_at = models.DateTimeField(_("reduced at"), null=True, blank=True, editable=False)
    techniques = ParentalManyToManyField(
        "stories.Technique", verbose_name=_("techniques"), blank=True, related_name="products"
    )
    materials = ParentalManyToManyField(
        Material, verbose_name=_("materials"), blank=True, related_name="products"
    )
    width_mm = models.PositiveIntegerField(_("width (mm)"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("height (mm)"), null=True, blank=True)
    depth_mm = models.PositiveIntegerField(_("depth (mm)"), null=True, blank=True)
    diameter_mm = models.PositiveIntegerField(_("diameter (mm)"), null=True, blank=True)
    weight_g = models.PositiveIntegerField(_("weight (g)"), null=True, blank=True)
    packed_size = models.CharField(
        _("size when packed"),
        max_length=1,
        choices=ParcelSize.choices,
        blank=True,
        help_text=_(
            "Only for what is folded or rolled, such as a scarf: the smallest parcel that one piece goes into. "
            "Empty: the parcel follows from the dimensions."
        ),
    )
    made_in_year = models.PositiveSmallIntegerField(_("made in the year"), null=True, blank=True)
    stories = ParentalManyToManyField(
        "stories.StoryPage",
        verbose_name=_("stories"),
        blank=True,
        related_name="products",
        limit_choices_to=Q(alias_of__isnull=True, locale__language_code="pl"),
        help_text=_("Stories about this good, in Polish; other languages follow. Stories of its maker need not be chosen."),
    )
    video = models.ForeignKey(
        "home.Video",
        verbose_name=_("film"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="products",
        help_text=_("A short film about this good, shown after its pictures. It takes effect at once, in all languages."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("code", boost=5),
        index.AutocompleteField("code"),
        index.FilterField("category"),
        index.FilterField("enterprise"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["-created_at", "code"]
        indexes = [models.Index(fields=["price"]), models.Index(fields=["-created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="product_price_positive"),
            models.CheckConstraint(
                condition=Q(regular_price__isnull=True) | Q(regular_price__gt=F("price")),
                name="product_reduced_below_regular_price",
            ),
            models.CheckConstraint(
                condition=Q(variant_of__isnull=True) | ~Q(variant_of=F("id")), name="product_no_variant_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(net_quantity__isnull=True) | Q(net_quantity__gt=0), name="product_net_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def get_price(self, request: HttpRequest | None = None) -> Decimal:
        """Gross price in PLN (Salesman's protocol; the request does not matter)."""
        return self.price

    def search_pages(self) -> list:
        """Pages in whose entries of the search it is named: its own, or those of the product that it is a variant of."""
        return list(type(self).pages.rel.related_model.objects.filter(product=self.variant_of_id or self.pk))

    @property
    def is_reduced(self) -> bool:
        return self.regular_price is not None

    @property
    def legal_gate(self) -> Gate:
        """The sector law that this good must meet: its own, else that of its category."""
        return Gate(self.gate or self.category.gate)

    @property
    def dimensions(self) -> list[tuple[str, int]]:
        """Known dimensions as (label in the active language, millimetres)."""
        fields = (
            (_("height"), self.height_mm),
            (_("width"), self.width_mm),
            (_("depth"), self.depth_mm),
            (_("diameter"), self.diameter_mm),
        )
        return [(str(label), value) for label, value in fields if value]


class PriceChange(models.Model):
    """Append-only history of prices, from which the lowest price of 30 days is read: who, when, which price, why.

    Act of 9 May 2014 on informing about prices of goods and services, art. 4 par. 2.
    """

    class Reason(models.TextChoices):
        SET = "set", _("ordinary price")
        REDUCE = "reduce", _("reduction")
        RESTORE = "restore", _("end of the reduction")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="price_changes")
    price = models.DecimalField(_("gross price"), max_digits=9, decimal_places=2)
    valid_from = models.DateTimeField(_("valid from"))
    changed_by = models.ForeignKey(
        "home.User", verbose_name=_("changed by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("what happened"), max_length=8, choices=Reason.choices, default=Reason.SET)
    promotion = models.ForeignKey(
        "shop.Promotion",
        verbose_name=_("promotion"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="price_changes",
    )
    note = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        ordering = ["-valid_from", "-pk"]
        indexes = [models.Index(fields=["product", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.price} ({self.valid_from:%Y-%m-%d})"
