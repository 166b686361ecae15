"""Forms of what comes after the sale: to withdraw, to complain, to look where an order is."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from .form_fields import PlainCharField, email_field, name_field, order_ref_field
from .forms import KEY_PATTERN, TokenField, new_key
from .models import Complaint, OrderItem
from .services.withdrawal_terms import WithdrawalItem

PIECES = "pieces_"
WHOLE, PART = "whole", "part"


class PersonForm(forms.Form):
    """Who writes about which order. `key` makes a repeated submit harmless."""

    use_required_attribute = False

    name = name_field()
    contract = order_ref_field(_("Write the number of the order. If you cannot find it, write what you bought and when."))
    email = email_field()
    order = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    key = TokenField(pattern=KEY_PATTERN)

    def clean_key(self) -> str:
        """The key that came with the form, or a new one in place of a spoilt one."""
        return self.cleaned_data["key"] or new_key()


class WithdrawalForm(PersonForm):
    """The statement. items: lines of an order that the visitor may see; without them the things are told in words."""

    scope = forms.ChoiceField(
        label=_("What do you withdraw from?"),
        choices=[(WHOLE, _("the whole order")), (PART, _("only a part: I choose below"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose: the whole order or a part."),
            "invalid_choice": _("Choose: the whole order or a part."),
        },
    )
    items_text = PlainCharField(
        label=_("What you send back"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty if you withdraw from the whole order. You need not give a reason."),
    )

    def __init__(self, *args, items: Iterable[WithdrawalItem] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail for the receipt")
        self.fields["email"].help_text = _("We send the receipt with date and time here at once.")
        self.entries = list(items)
        for entry in self.entries:
            if entry.left:
                self.fields[f"{PIECES}{entry.key}"] = forms.TypedChoiceField(
                    label=entry.name,
                    choices=[(number, str(number)) for number in range(entry.left + 1)],
                    coerce=int,
                    required=False,
                    empty_value=0,
                    initial=0,
                    error_messages={"invalid_choice": _("Choose a number of pieces from the list.")},
                )
        del self.fields["items_text" if self.entries else "scope"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("scope") == PART and not any(self.pieces_of(cleaned).values()):
            self.add_error("scope", _("Choose below how many pieces you withdraw from."))
        return cleaned

    @staticmethod
    def pieces_of(cleaned: dict) -> dict[int, int]:
        return {
            int(name.removeprefix(PIECES)): number or 0 for name, number in cleaned.items() if name.startswith(PIECES)
        }

    @property
    def pieces(self) -> dict[int, int] | None:
        """{key of the entry: pieces} of a valid form; None for everything."""
        return self.pieces_of(self.cleaned_data) if self.cleaned_data.get("scope") == PART else None

    @property
    def rows(self) -> list[dict]:
        """Lines with their field, or with the reason why there is none."""
        return [
            {
                "entry": entry,
                "field": self[f"{PIECES}{entry.key}"] if f"{PIECES}{entry.key}" in self.fields else None,
            }
            for entry in self.entries
        ]

    @property
    def chosen(self) -> list[tuple[WithdrawalItem, int]]:
        """What a valid form withdraws from, for the summary."""
        pieces = self.pieces
        found = [(entry, entry.left if pieces is None else pieces.get(entry.key, 0)) for entry in self.entries]
        return [(entry, number) for entry, number in found if number]


class ComplaintForm(PersonForm):
    """items: lines of an order that the visitor may see."""

    item = forms.ChoiceField(
        label=_("Which thing is it about?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the things of the order.")},
    )
    description = PlainCharField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Name the thing and write what is wrong with it. Photos can be sent in reply to our mail."),
        error_messages={"required": _("Write what is wrong with the thing.")},
    )
    noticed = PlainCharField(
        label=_("Since when?"),
        max_length=120,
        required=False,
        help_text=_("A date or words: “from the beginning”, “since last week”."),
    )
    demand = forms.ChoiceField(
        label=_("What should we do?"),
        choices=Complaint.Demand.choices,
        widget=forms.RadioSelect,
        help_text=_("The law begins with repair or replacement. A one-of-a-kind thing cannot be replaced by the same one."),
        error_messages={
            "required": _("Choose what you want us to do."),
            "invalid_choice": _("Choose what you want us to do."),
        },
    )

    def __init__(self, *args, items: Iterable[OrderItem] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send the answer here.")
        self.entries = {str(item.pk): item for item in items}
        if self.entries:
            self.fields["item"].choices = [(number, item.name) for number, item in self.entries.items()]
            self.fields["item"].required = True
            self.fields["item"].error_messages["required"] = _("Choose one of the things of the order.")
        else:
            del self.fields["item"]

    @property
    def chosen_item(self) -> OrderItem | None:
        return self.entries.get(self.cleaned_data.get("item", ""))


class TrackingForm(forms.Form):
    use_required_attribute = False

    ref = order_ref_field(_("Write the number of the order."))
    email = email_field(_("E-mail given with the order"))
