"""Columns for data of sector law: kept as codes, so that they can be told in every language, typed as words."""

import re
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models.codes import CodesField

from ..vocabularies import ALLERGENS, FIBRES

WHOLE = Decimal(100)
LINE = re.compile(r"^(?P<name>[^\d%]+?)\s*(?P<percent>\d{1,3}(?:[.,]\d)?)\s*%?$")


class AllergensField(CodesField):
    """Codes of `ALLERGENS`."""

    codes: ClassVar[dict] = ALLERGENS


class FibresFormField(forms.CharField):
    """„bawełna 80, len 20”: names of annex I in any of the three languages, per cent that make 100."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            max_length=300,
            **{name: kwargs[name] for name in ("label", "help_text") if name in kwargs},
        )

    def prepare_value(self, value):
        return fibres_text(value) if isinstance(value, list) else value

    def clean(self, value):
        return fibres_parse(super().clean(value))

    def has_changed(self, initial, data):
        return fibres_text(initial or []) != (data or "").strip()


class FibresField(models.JSONField):
    """[[code of `FIBRES`, per cent as text], …], the largest share first."""

    def formfield(self, **kwargs):
        return FibresFormField(label=self.verbose_name, help_text=self.help_text)


def fibres_text(fibres: list) -> str:
    """The composition as a label has it, in the active language: „wool 80%, polyamide 20%”."""
    return ", ".join(f"{FIBRES.get(code, code)} {percent}%" for code, percent in fibres)


def fibres_parse(text: str) -> list[list[str]]:
    """What somebody typed as [[code, per cent], …]; an empty text gives an empty list.

    Raises ValidationError for a name that annex I does not have, a share that is no number, or a sum other than 100.
    """
    found: list[tuple[Decimal, str]] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]|,(?!\d)", text))):
        match = LINE.match(part)
        if match is None:
            raise ValidationError(
                _("Write each fibre with its per cent, for example: cotton 80, linen 20. This is not clear: “%(part)s”."),
                params={"part": part},
            )
        code = _code(match["name"].strip().lower())
        try:
            share = Decimal(match["percent"].replace(",", "."))
        except InvalidOperation:
            share = Decimal(0)
        found.append((share, code))
    if found and sum(share for share, _code_ in found) != WHOLE:
        raise ValidationError(
            _("The shares make %(sum)s per cent, but they must make 100."),
            params={"sum": sum(share for share, _code_ in found)},
        )
    return [[code, f"{share.normalize():f}"] for share, code in sorted(found, key=lambda pair: -pair[0])]


def _code(name: str) -> str:
    from django.utils import translation

    for language in ("pl", "en", "uk"):
        with translation.override(language):
            for code, label in FIBRES.items():
                if name in {code, str(label).lower()}:
                    return code
    raise ValidationError(
        _("“%(name)s” is no name of Regulation (EU) 1007/2011. Known names: %(names)s."),
        params={"name": name, "names": ", ".join(str(label) for label in FIBRES.values())},
    )
