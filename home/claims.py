"""A guard against claims that only a certificate or evidence may make.

Directive (EU) 2024/825 (from 27 September 2026) puts generic environmental claims without recognised excellent
performance, and sustainability labels (environmental or social) without a certification scheme, on the black list of
unfair practices (Directive 2005/29/EC, annex I, pt 2a, 4a). Polish transposition: bill UC111, state unknown, so the Directive is followed.
"""

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

PUBLIC_ACTIONS = ("action-publish", "action-submit")

#: Generic claims in the three languages of the site. Names of laws, trades and bodies („ekologia” as a science) are none.
CLAIMS = re.compile(
    r"""\b(
        eko(?!nom|log|sys)\w* | ekologiczn\w* | ekoprodukt\w*
        | przyjazn\w+\s+(?:dla\s+)?(?:środowisk\w+|planet\w+|natur\w+|przyrod\w+)
        | (?:neutraln\w+|obojętn\w+)\s+(?:dla\s+klimatu|klimatycznie)
        | biodegradowaln\w* | zrównoważon\w+\s+produk\w+ | bez\s+śladu\s+węglowego
        | eco(?!nom|log)\w* | eco-?friendly | environmentally\s+friendly | climate\s+neutral | carbon\s+neutral
        | biodegradable | sustainable\s+product\w*
        | екологічн\w* | екопродукт\w* | дружн\w+\s+до\s+довкілля | біорозкладн\w*
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def claims_in(texts: Iterable[str]) -> list[str]:
    """Generic claims found in the texts, each once, as they are written, in the order of the texts."""
    found = (match.group(0) for text in texts for match in CLAIMS.finditer(text or ""))
    return list(dict.fromkeys(" ".join(claim.split()) for claim in found))


def texts_of(values: Iterable[object]) -> list[str]:
    """The words of cleaned form values: strings as they are, streams as their searchable content."""
    texts: list[str] = []
    for value in values:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, StreamValue):
            texts += value.stream_block.get_searchable_content(value)
    return [re.sub(r"<[^>]+>", " ", text) for text in texts]


class ClaimsForm(WagtailAdminPageForm):
    """Stops the publication of a page that claims to be good for the world without saying why."""

    #: Where the evidence is written down; a page that has it may claim.
    evidence_field = "claims_evidence"

    def is_going_public(self) -> bool:
        return any(action in self.data for action in PUBLIC_ACTIONS)

    def clean(self):
        cleaned = super().clean()
        evidence = (cleaned.get(self.evidence_field) or "").strip()
        if self.is_going_public() and not evidence:
            words = [value for name, value in cleaned.items() if name not in {"slug", self.evidence_field}]
            if claims := claims_in(texts_of(words)):
                self.add_error(
                    self.evidence_field if self.evidence_field in self.fields else None,
                    forms.ValidationError(
                        _(
                            "The text claims: %(claims)s. Say what exactly is meant (for example “of waste paper”), "
                            "or write here on what evidence the claim rests."
                        ),
                        params={"claims": ", ".join(f"„{claim}”" for claim in claims)},
                    ),
                )
        return cleaned
