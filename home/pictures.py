"""Uploaded pictures are never stored as they came: each is decoded and saved anew."""

import io
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps
from wagtail.images.fields import WagtailImageField

#: Format of Pillow → extension of the saved file. MPO is what many phones put into a .jpg: a JPEG with a second view.
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
TYPED = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
ALPHA_MODES = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
#: Formats that keep transparency.
WITH_ALPHA = frozenset({"PNG", "WEBP"})
DEEP_GREYS = ("I;16", "I;16L", "I;16B", "I;16N", "I")
SAVE_OPTIONS = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}
#: No picture of one pixel's height is worth its trouble, and no browser shows one of more than this side.
LONGEST_SIDE = 16_000


@dataclass(frozen=True)
class CleanPicture:
    """A picture saved anew: upright, in sRGB, without a word about camera, place and time. name: a generated one."""

    data: bytes
    name: str
    content_type: str


def picture_clean(file, *, filename: str, longest_side: int | None = None) -> CleanPicture:
    """Decode a picture and save it anew in its own format, so that nothing but its pixels stays.

    file: a readable binary file; filename: what its owner called it, compared with what it is; longest_side: pixels to
    which a larger one is made smaller. Raises ValidationError, which says what to do, for whatever cannot be shown.
    """
    file.seek(0)
    data = file.read()
    extension = PurePath(filename).suffix.lower().removeprefix(".")
    if extension not in TYPED:
        raise ValidationError(_("This kind of file is not taken. Save the picture as JPG, PNG or WebP."))
    try:
        picture = _decoded(data, wanted=TYPED[extension])
        kind = TYPED[EXTENSIONS[picture.format]]
        pixels = _plain_pixels(picture, kind)
        if longest_side:
            pixels.thumbnail((longest_side, longest_side))
        saved = io.BytesIO()
        pixels.save(saved, kind, **SAVE_OPTIONS[kind])
    except ValidationError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Decoders fail in many ways: OSError, SyntaxError, ValueError, struct.error, IndexError, zlib.error …
        raise ValidationError(_("This picture is broken. Take or choose another one.")) from error
    name = f"{secrets.token_hex(12)}.{EXTENSIONS[kind]}"
    return CleanPicture(saved.getvalue(), name, Image.MIME[kind])


def _decoded(data: bytes, *, wanted: str) -> Image.Image:
    """The picture, wholly read. Sizes are judged by its head alone, before any memory is spent on pixels."""
    picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    if TYPED[EXTENSIONS[picture.format]] != wanted:
        raise ValidationError(
            _("The file is called %(wanted)s, but it is a picture in %(found)s. Save it anew as JPG, PNG or WebP.")
            % {"wanted": wanted, "found": picture.format}
        )
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS or max(picture.size) > LONGEST_SIDE:
        raise _too_many_pixels()
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        raise ValidationError(_("This picture moves. Save one still frame of it and choose that."))
    picture.load()
    return picture


def _plain_pixels(picture: Image.Image, kind: str) -> Image.Image:
    """A fresh RGB or RGBA image of the same look: upright, eight bits, sRGB; nothing else of the old one comes along."""
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    transparent = kind in WITH_ALPHA and (upright.mode in ALPHA_MODES or "transparency" in upright.info)
    mode = "RGBA" if transparent else "RGB"
    if upright.mode in DEEP_GREYS:
        # Pillow would cut off all above 255 instead of scaling.
        upright = upright.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif profile:
        upright = _in_srgb(upright, profile)
    if mode == "RGB" and upright.mode in ALPHA_MODES | {"P"} and "A" in upright.convert("RGBA").mode:
        # What was transparent becomes white, not black.
        coloured = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
    fresh = Image.new(mode, upright.size)
    fresh.paste(upright.convert(mode))
    return fresh


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in the colours of sRGB; as it is where its profile is broken or does not fit."""
    if picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode in ALPHA_MODES else "RGB")
    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture is too large: at most 40 megapixels and 16 000 pixels a side. Make it smaller and choose it again.")
    )


class PictureField(WagtailImageField):
    """Wagtail's field for pictures, behind which only the clean picture exists.

    The uploaded file itself is overwritten: Wagtail's uploader of many files keeps it aside when another field of the
    form is wrong, and would store it as it came.
    """

    def __init__(self, *args, longest_side: int | None = None, **kwargs):
        self.longest_side = longest_side
        super().__init__(*args, **kwargs)

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        self.check_image_file_size(upload)
        overwrite(upload, picture_clean(upload, filename=upload.name, longest_side=self.longest_side))
        return super().to_python(upload)


def overwrite(upload: UploadedFile, picture: CleanPicture) -> None:
    """Put the clean picture in the place of what was uploaded, in memory or in its temporary file."""
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(picture.data)
    upload.file.flush()
    upload.file.seek(0)
    upload.size, upload.name, upload.content_type = len(picture.data), picture.name, picture.content_type
