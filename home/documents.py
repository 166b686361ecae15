"""Which files for download are taken: what people read or fill in, nothing that a browser would run."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

#: First bytes by extension; office files are ZIP archives.
ZIP = b"PK\x03\x04"
SIGNATURES = {
    "pdf": b"%PDF-",
    "docx": ZIP,
    "xlsx": ZIP,
    "pptx": ZIP,
    "odt": ZIP,
    "ods": ZIP,
    "odp": ZIP,
    "epub": ZIP,
    "rtf": b"{\\rtf",
}
TEXTS = frozenset({"csv", "txt", "ics"})
#: A PDF may begin after some bytes of a mail's or scanner's head (ISO 32000-1, annex H.3.4.1).
LOOKED_AT = 1024


def document_check(upload: UploadedFile) -> None:
    """Raise ValidationError when the file is not what its name says."""
    extension = PurePath(upload.name).suffix.lower().removeprefix(".")
    upload.seek(0)
    head = upload.read(LOOKED_AT)
    upload.seek(0)
    if extension in TEXTS:
        fits = b"\0" not in head and b"<script" not in head.lower() and b"<html" not in head.lower()
    elif extension == "pdf":
        fits = SIGNATURES["pdf"] in head
    else:
        fits = head.startswith(SIGNATURES.get(extension, b"\0"))
    if not fits:
        raise ValidationError(
            _("The file is not what its name says. Save it as one of: %(kinds)s.") % {"kinds": ", ".join(settings.WAGTAILDOCS_EXTENSIONS)}
        )
