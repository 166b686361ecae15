"""Forms about goods: a new one, its price, its stock."""

from django import forms
from django.core.files.images import ImageFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser

from home.models import MarketImage
from home.pictures import PictureField

from ..models import Product
from ..product_rules import product_errors
from ..services.lines import WITHOUT_STOCK
from .product_creation import ProductWords, free_code

NUMBER = {"inputmode": "numeric"}
#: Pixels to which a photograph from a phone is made smaller: enough for the largest size shown, and quick to send on.
LONGEST_SIDE = 2400


class NewProductForm(forms.ModelForm):
    """All that a good needs to begin with: facts, words of the Polish page, picture, price and stock."""

    title = forms.CharField(
        label=_("title"),
        max_length=120,
        help_text=_("As readers see it, for example: Green vase with a wave."),
    )
    lead = forms.CharField(
        label=_("lead"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence: what it is and what is special about it."),
    )
    how_made = forms.CharField(
        label=_("how it was made"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who made it, with which technique, how long it took."),
    )
    picture = forms.ModelChoiceField(
        label=_("picture"), queryset=MarketImage.objects.all(), required=False, widget=AdminImageChooser
    )
    picture_alt = forms.CharField(
        label=_("alternative text"),
        max_length=250,
        required=False,
        help_text=_("What the picture shows, for people who do not see it."),
    )
    first_price = forms.DecimalField(
        label=_("gross price"),
        localize=True,
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(0.01)],
        help_text=_("In złoty. Later changes go through “Change the price”, which keeps the history."),
    )
    quantity = forms.IntegerField(
        label=_("pieces on the shelf"),
        min_value=0,
        initial=1,
        validators=[MaxValueValidator(9999)],
        widget=forms.NumberInput(attrs=NUMBER),
    )

    class Meta:
        model = Product
        fields = [
            "enterprise",
            "category",
            "kind",
            "lead_time_days",
            "set_least",
            "set_most",
            "techniques",
            "materials",
            "occasions",
            "sdgs",
            "width_mm",
            "height_mm",
            "depth_mm",
            "diameter_mm",
            "weight_g",
            "made_in_year",
        ]
        widgets = dict.fromkeys(("techniques", "materials", "occasions", "sdgs"), forms.CheckboxSelectMultiple)

    field_order = [
        "title",
        "enterprise",
        "category",
        "kind",
        "lead_time_days",
        "set_least",
        "set_most",
        "first_price",
        "quantity",
        "lead",
        "how_made",
        "picture",
        "photo",
        "picture_alt",
    ]

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("picture") or cleaned.get("photo")) and not cleaned.get("picture_alt", "").strip():
            self.add_error("picture_alt", _("Say what the picture shows: not everybody sees it."))
        for name, message in kind_errors(cleaned).items():
            self.add_error(name if name in self.fields else None, message)
        if cleaned.get("kind") in WITHOUT_STOCK:
            cleaned["quantity"] = 0
        if cleaned.get("kind") == Product.Kind.UNIQUE and (cleaned.get("quantity") or 0) > 1:
            self.add_error("quantity", _("Of a one-of-a-kind good there is one piece at most."))
        return cleaned

    def product(self) -> Product:
        """The unsaved product, with a free code."""
        product = self.save(commit=False)
        product.code = free_code(product)
        for name in ("techniques", "materials", "occasions", "sdgs"):
            if name in self.cleaned_data:
                setattr(product, name, self.cleaned_data[name])
        return product

    def words(self, by) -> ProductWords:
        data = self.cleaned_data
        return ProductWords(
            title=data["title"],
            lead=data["lead"],
            how_made=data["how_made"],
            picture=self.chosen_picture(by),
            picture_alt=data["picture_alt"],
        )

    def chosen_picture(self, by) -> MarketImage | None:
        return self.cleaned_data.get("picture")


def kind_errors(cleaned: dict) -> dict[str, str]:
    """What the kind of a new good asks for beside the rest. The parts of a set are added on its record afterwards."""
    names = ("kind", "lead_time_days", "set_least", "set_most")
    draft = Product(**{name: cleaned.get(name) for name in names})
    return {name: text for name, text in product_errors(draft).items() if name in names}


class WorkshopProductForm(NewProductForm):
    """The short form for a phone: one photograph, price, size. Only the person's own enterprises."""

    #: What a workshop makes by itself; sets of goods of several enterprises are put together by the shop's staff.
    KINDS = (Product.Kind.UNIQUE, Product.Kind.SERIES, Product.Kind.TO_ORDER)

    picture = None
    photo = PictureField(
        label=_("photograph"),
        required=False,
        longest_side=LONGEST_SIDE,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Take it by the window, without flash, on a plain ground."),
    )

    class Meta(NewProductForm.Meta):
        fields = ["enterprise", "category", "kind", "lead_time_days", "height_mm", "width_mm", "diameter_mm", "weight_g"]

    def __init__(self, *args, enterprises, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.KINDS]
        if len(enterprises) == 1:
            self.fields["enterprise"].initial = enterprises[0]
            self.fields["enterprise"].empty_label = None

    def chosen_picture(self, by) -> MarketImage | None:
        photo = self.cleaned_data.get("photo")
        if not photo:
            return None
        return MarketImage.objects.create(
            title=self.cleaned_data["title"],
            file=ImageFile(photo, name=photo.name),
            uploaded_by_user=by,
        )


class PriceForm(forms.Form):
    """A new price. Which of the three it is decides what the law asks to be shown."""

    SET, REDUCE, RESTORE = "set", "reduce", "restore"
    step = forms.ChoiceField(label=_("what happens"), widget=forms.RadioSelect)
    price = forms.DecimalField(
        label=_("new gross price"), localize=True, max_digits=9, decimal_places=2, required=False
    )
    note = forms.CharField(
        label=_("why"), max_length=200, required=False, help_text=_("For the history, for example: dearer clay.")
    )

    def __init__(self, *args, product: Product, **kwargs):
        super().__init__(*args, **kwargs)
        steps = [
            (self.SET, _("A new ordinary price")),
            (self.REDUCE, _("A reduction: readers see the old price and the lowest one of 30 days")),
        ]
        if product.is_reduced:
            steps.append((self.RESTORE, _("The end of the reduction: back to the price before it")))
        self.fields["step"].choices = steps
        self.fields["step"].initial = self.SET

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("step") in {self.SET, self.REDUCE}
            and cleaned.get("price") is None
            and "price" not in self.errors
        ):
            self.add_error("price", _("Give the new price."))
        return cleaned


class StockForm(forms.Form):
    """Pieces that came in, or the number counted on the shelf."""

    RECEIVE, CORRECT = "receive", "correct"
    step = forms.ChoiceField(
        label=_("what happens"),
        choices=[
            (RECEIVE, _("New pieces came in: add them")),
            (CORRECT, _("I counted the shelf: this many are there")),
        ],
        widget=forms.RadioSelect,
        initial=RECEIVE,
    )
    quantity = forms.IntegerField(
        label=_("pieces"), min_value=0, max_value=9999, widget=forms.NumberInput(attrs=NUMBER)
    )
    note = forms.CharField(
        label=_("reason"),
        max_length=200,
        required=False,
        help_text=_("Needed for a correction, for example: one vase broke at the fair."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("step") == self.CORRECT and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why the number changes."))
        if cleaned.get("step") == self.RECEIVE and cleaned.get("quantity") == 0:
            self.add_error("quantity", _("Give a number of pieces above zero."))
        return cleaned
