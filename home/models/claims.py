from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class ClaimsMixin(models.Model):
    """A page that sells something: what it says of the good it does to the world needs evidence (see home.claims)."""

    claims_evidence = models.CharField(
        _("evidence for claims"),
        max_length=300,
        blank=True,
        help_text=_(
            "Only for texts with words such as “ecological”: certificate with its number, or a test and where to read it. "
            "Shown to readers (Directive (EU) 2024/825)."
        ),
    )

    claims_panel = FieldPanel("claims_evidence")

    class Meta:
        abstract = True
