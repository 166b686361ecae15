"""Tables for spreadsheets: no cell of them is a formula (OWASP, „CSV Injection”)."""

import re

from wagtail.admin.views.mixins import SpreadsheetExportMixin

#: What makes a spreadsheet calculate, in half and in full width; blanks before it are skipped by some.
FORMULA = re.compile(r"[ \u00a0]*[=+\-@\t\r\n＝＋－＠]")


def neutralised(value):
    """A text that a spreadsheet would calculate gets an apostrophe before it; numbers and dates stay what they are."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def exports_neutralise() -> None:
    """Have every export of the administration pass through `neutralised`, Wagtail's own reports too.

    All of them are views with this one mixin and are made by Wagtail in many places; the step is therefore put into the
    mixin itself, once, when the hooks are loaded.
    """
    original = SpreadsheetExportMixin.preprocess_field_value
    if getattr(original, "neutralises", False):
        return

    def preprocess_field_value(self, field, value, export_format):
        return neutralised(original(self, field, value, export_format))

    preprocess_field_value.neutralises = True
    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
