"""The form by which a buyer asks for another thing in place of one that came."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from home.formats import money

from .cards import stock_text
from .form_fields import PlainCharField
from .forms import KEY_PATTERN, TokenField, new_key
from .models import OrderItem, Product
from .services.exchange_terms import Offer


@dataclass(frozen=True)
class Group:
    """What may come in place of one line, as rows of radio buttons. most: pieces of it that may be exchanged."""

    name: str
    most: str
    options: list


class ExchangeForm(forms.Form):
    """offers: what may be exchanged for what. names: {primary key of the product: its name for the reader}.

    One choice names the line and the good at once, so that they always fit.
    """

    use_required_attribute = False

    choice = forms.ChoiceField(
        label=_("What would you like instead?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you would like instead."),
            "invalid_choice": _("This thing cannot be chosen any more: it was sold, or its price is another one now."),
        },
    )
    pieces = forms.TypedChoiceField(
        label=_("How many pieces do you exchange?"),
        coerce=int,
        initial=1,
        error_messages={
            "required": _("Choose a number of pieces from the list."),
            "invalid_choice": _("Choose a number of pieces from the list."),
        },
    )
    remark = PlainCharField(
        label=_("Your remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You need not give a reason."),
    )
    key = TokenField(pattern=KEY_PATTERN)

    def __init__(self, *args, offers: list[Offer], names: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = offers
        self._chosen: dict[str, tuple[Offer, Product]] = {}
        choices = []
        for offer in offers:
            for product in offer.products:
                value = f"{offer.holding.item.pk}-{product.pk}"
                self._chosen[value] = (offer, product)
                name = names.get(product.pk) or product.name
                choices.append((value, f"{name} · {money(product.price)} · {stock_text(product, product.stock.available)}"))
        self.fields["choice"].choices = choices
        most = max((offer.most(product) for offer, product in self._chosen.values()), default=1)
        self.fields["pieces"].choices = [(number, str(number)) for number in range(1, most + 1)]
        if most == 1:
            # One piece for one piece: nothing to ask.
            self.fields["pieces"].widget = forms.HiddenInput()

    def clean_key(self) -> str:
        """The key that came with the form, or a new one in place of a spoilt one."""
        return self.cleaned_data["key"] or new_key()

    def clean(self):
        cleaned = super().clean()
        found = self._chosen.get(cleaned.get("choice", ""))
        if found and cleaned.get("pieces", 0) > (most := found[0].most(found[1])):
            self.add_error(
                "pieces" if not self.fields["pieces"].widget.is_hidden else None,
                ngettext(
                    "Of this thing you can have %(most)d piece.", "Of this thing you can have %(most)d pieces.", most
                )
                % {"most": most},
            )
        return cleaned

    @property
    def item(self) -> OrderItem:
        """The line that a valid form is about."""
        return self._chosen[self.cleaned_data["choice"]][0].holding.item

    @property
    def product(self) -> Product:
        """What is wanted in its place."""
        return self._chosen[self.cleaned_data["choice"]][1]

    @property
    def groups(self) -> list[Group]:
        options = list(self["choice"])
        groups = []
        for offer in self.offers:
            free = offer.holding.free
            groups.append(
                Group(
                    name=offer.holding.name,
                    most=ngettext("%(count)d piece", "%(count)d pieces", free) % {"count": free},
                    options=[
                        option
                        for option in options
                        if str(option.data["value"]).startswith(f"{offer.holding.item.pk}-")
                    ],
                )
            )
        return groups
