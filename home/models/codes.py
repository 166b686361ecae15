"""Several codes of a fixed vocabulary in one column: boxes to tick, a list of codes in the database."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class CodesFormField(forms.TypedMultipleChoiceField):
    """Boxes to tick; gives a list of codes in the order of the vocabulary."""

    def __init__(self, *, codes: dict[str, Any], **kwargs):
        super().__init__(
            choices=list(codes.items()),
            widget=forms.CheckboxSelectMultiple,
            coerce=str,
            empty_value=[],
            required=False,
            **{name: kwargs[name] for name in ("label", "help_text") if name in kwargs},
        )

    def has_changed(self, initial, data):
        return sorted(initial or []) != sorted(data or [])


class CodesField(models.JSONField):
    """A list of keys of `codes`; none: an empty list. To be subclassed with the vocabulary, {code: words}."""

    codes: ClassVar[dict[str, Any]] = {}

    def formfield(self, **kwargs):
        return CodesFormField(codes=self.codes, label=capfirst(self.verbose_name), help_text=self.help_text)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        unknown = [str(code) for code in value if code not in self.codes] if isinstance(value, list) else [str(value)]
        if unknown:
            raise ValidationError(_("Unknown: %(codes)s."), params={"codes": ", ".join(unknown)})
