from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Credited(models.Model):
    """Who made a picture or a film, under which licence it is shown, and the consent of the people in it."""

    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who took the photograph or drew the picture.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=120,
        blank=True,
        help_text=_("For example CC BY 4.0, or: all rights reserved."),
    )
    shows_people = models.BooleanField(
        _("shows people"), default=False, help_text=_("Tick when a person can be recognised in the picture.")
    )
    consent_note = models.CharField(
        _("consent to publish"),
        max_length=250,
        blank=True,
        help_text=_("Where the consent of the people in the picture is kept, and until when it is valid."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse what shows people without a consent (Copyright Act art. 81; GDPR art. 6 and 9)."""
        super().clean()
        if self.shows_people and not self.consent_note:
            raise ValidationError(
                {"consent_note": _("Write down the consent of the people in the picture before you save it.")}
            )
