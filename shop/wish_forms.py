"""Forms of wishes, requests and reviews, each refused in words that say what to do."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .form_fields import PlainCharField, email_field, name_field
from .forms import KEY_PATTERN, TokenField, new_key
from .services.reviews import STARS

STAR_LABELS = {
    5: _("5 stars: very good"),
    4: _("4 stars: good"),
    3: _("3 stars: it will do"),
    2: _("2 stars: poor"),
    1: _("1 star: bad"),
}


class StockNoticeForm(forms.Form):
    """Where to write when a good can be bought again."""

    use_required_attribute = False
    email = email_field(help_text=_("We write once, when the thing can be bought again. First you confirm the address."))


class SimilarRequestForm(forms.Form):
    """What somebody would like to have made."""

    use_required_attribute = False
    message = PlainCharField(
        label=_("What should it be like"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you like about this thing, and what should be different: size, colour, use."),
        error_messages={"required": _("Write what the thing should be like.")},
    )
    needed_by = forms.DateField(
        label=_("When you need it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave this empty if there is no hurry. Hand work takes weeks."),
        error_messages={"invalid": _("Write the day like this: 2027-03-15.")},
    )
    name = name_field()
    email = email_field(help_text=_("The workshop answers here."))
    key = TokenField(pattern=KEY_PATTERN)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or new_key()

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Give a day in the future, or leave it empty."))
        return day


class ReviewForm(forms.Form):
    """What a buyer thinks of a thing that came."""

    use_required_attribute = False
    stars = forms.TypedChoiceField(
        label=_("How good is it"),
        choices=[(str(number), STAR_LABELS[number]) for number in reversed(STARS)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose from one to five stars."),
            "invalid_choice": _("Choose from one to five stars."),
        },
    )
    text = PlainCharField(
        label=_("Review"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is it like in use? Do not write about other people."),
    )
    signature = PlainCharField(
        label=_("Signature"),
        max_length=60,
        required=False,
        help_text=_("A first name is enough. Empty: “a buyer”."),
    )


class ReminderForm(forms.Form):
    """The wish to be reminded of the basket, once."""

    use_required_attribute = False
    email = email_field()
    agreed = forms.BooleanField(
        label=_("Write to me once, if I leave something in the basket"),
        error_messages={"required": _("Tick the box: we write to nobody who did not ask for it.")},
    )
