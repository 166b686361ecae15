"""The second factor of a person: an app that shows codes (TOTP, RFC 6238) and recovery codes on paper.

Turning one on, changing or removing it ends the person's other sessions: their key hangs on it (`User`).
"""

import logging
import re
from base64 import b32encode

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

logger = logging.getLogger("market.access")

RECOVERY_CODES = 10
CODE = re.compile(r"[0-9]{6}", re.ASCII)
RECOVERY_CODE = re.compile(r"[a-z2-7]{8}", re.ASCII)
DEVICE_NAME = "app"


class CodeRefused(Exception):
    """A code was not accepted; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def factor_required() -> bool:
    return settings.ADMIN_SECOND_FACTOR == "required"


def factor_of(user) -> TOTPDevice | None:
    """The app that the person has confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def factor_pending(user) -> TOTPDevice | None:
    """The app that the person is setting up."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def recovery_codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def factor_start(*, user) -> TOTPDevice:
    """A fresh secret of 160 bits that waits to be confirmed; one begun before is forgotten."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name=DEVICE_NAME, confirmed=False)


def secret_text(device: TOTPDevice) -> str:
    """The secret to be typed by hand: base32 in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def secret_qr(device: TOTPDevice) -> str:
    """The secret as a QR code: an SVG in a data URI, drawn here and asked from nobody."""
    return segno.make(device.config_url, micro=False, error="m").svg_data_uri(scale=5, border=3, light="#fff")


def factor_confirm(*, user, code: str) -> tuple[TOTPDevice, list[str]]:
    """Turn the begun factor on. Gives it with the recovery codes, which are shown now and never again.

    Raises CodeRefused for a wrong code, and when nothing was begun.
    """
    device = factor_pending(user)
    if device is None:
        raise CodeRefused(_("Begin again: this set-up is over or was begun in another window."))
    device = _accept(user, device, code, CODE)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = _new_codes(user)
        _write("market.factor_on", user, by=user)
    return device, codes


def factor_verify(*, user, code: str) -> TOTPDevice:
    """The person's factor, when the code of the app is right; each code counts once. Raises CodeRefused."""
    device = factor_of(user)
    if device is None:
        raise CodeRefused(_("There is no second factor to be checked."))
    return _accept(user, device, code, CODE)


def recovery_verify(*, user, code: str) -> StaticDevice:
    """The person's list of recovery codes, when the code stands on it; it is struck off. Raises CodeRefused."""
    device = StaticDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        raise CodeRefused(_("There are no recovery codes. Ask the managers to reset your second factor."))
    verified = _accept(user, device, code.lower(), RECOVERY_CODE)
    _write("market.factor_recovery", user, by=user)
    return verified


@transaction.atomic
def recovery_codes_renew(*, user) -> list[str]:
    """Ten new recovery codes; the old ones are void from now on."""
    _write("market.factor_codes", user, by=user)
    return _new_codes(user)


@transaction.atomic
def factor_reset(*, user, by) -> None:
    """Remove the second factor of `user`, whose sessions end; written to the audit log with who did it."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    _write("market.factor_reset", user, by=by)


def _write(action: str, user, *, by) -> None:
    # The user of a request is a lazy wrapper, whose type Wagtail's log does not know.
    person = get_user_model().objects.get(pk=user.pk)
    log(instance=person, action=action, user=by)


def _new_codes(user) -> list[str]:
    device, _created = StaticDevice.objects.get_or_create(user=user, name=DEVICE_NAME)
    device.token_set.all().delete()
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add(StaticToken.random_token())
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in sorted(codes))
    return [f"{code[:4]}-{code[4:]}" for code in sorted(codes)]


def _accept(user, device, code: str, pattern: re.Pattern):
    """The device, when it takes the code. What is no code at all does not count as a try."""
    code = re.sub(r"[\s-]", "", code)
    if not pattern.fullmatch(code):
        if pattern is CODE:
            raise CodeRefused(_("A code has six digits. Look at the app and type them."))
        raise CodeRefused(_("A recovery code has eight letters and digits, such as abcd-2345."))
    allowed, details = device.verify_is_allowed()
    if not allowed:
        raise CodeRefused(_wait(details["locked_until"]))
    verified = verify_token(user, device.persistent_id, code)
    if verified is None:
        logger.warning("Second factor refused: user=%s device=%s", user.pk, device.model_label())
        if pattern is CODE:
            raise CodeRefused(
                _("This code is wrong or was used already. Wait for the next one in the app and type it.")
            )
        raise CodeRefused(_("This recovery code is wrong or was used already. Type another one."))
    return verified


def _wait(until) -> str:
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    return ngettext(
        "Too many wrong codes. Wait %(count)d second, then type a new one.",
        "Too many wrong codes. Wait %(count)d seconds, then type a new one.",
        seconds,
    ) % {"count": seconds}
