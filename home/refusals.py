"""Short pages that say why a request is not answered. They ask neither database nor session: refusing must be cheap."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .formats import clock


@dataclass(frozen=True)
class Refusal:
    title: str
    text: str


def refusal_texts() -> dict[int, Refusal]:
    """What each status means to a visitor, in the active language."""
    return {
        400: Refusal(
            _("We cannot read this request"),
            _("There is something in the address or in the form that no page of ours sends. Nothing was changed."),
        ),
        404: Refusal(
            _("There is no such page"),
            _("There is no page at this address. The thing may have been moved, or the address has a slip in it."),
        ),
        405: Refusal(
            _("There is nothing to read at this address"),
            _("It only takes what a form sends. Go back to the page with the form."),
        ),
        411: Refusal(
            _("The length of the data is missing"),
            _("Send the length together with the data (the header Content-Length). Nothing was changed."),
        ),
        413: Refusal(
            _("That is too much at once"),
            _("What you sent is longer than this form can take. Shorten the text and send it again; nothing was changed."),
        ),
        414: Refusal(
            _("The address is too long"), _("Shorten the address or begin from the home page. Nothing was changed.")
        ),
        415: Refusal(
            _("We cannot read this encoding"), _("Send the data as text in UTF-8. Nothing was changed.")
        ),
        431: Refusal(
            _("Your browser sends too much with the request"),
            _("Delete the cookies of this site and open the page again. Nothing was changed."),
        ),
    }


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    """The page of a status out of `refusal_texts`."""
    return _page(refusal_texts()[status], status)


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """429 (RFC 6585, section 4): when to try again, in words and in Retry-After. wait: seconds."""
    minutes = max(1, -(-wait // 60))
    moment = timezone.now() + datetime.timedelta(seconds=wait)
    text = ngettext(
        "Nothing was changed. Try again in %(minutes)d minute, after %(time)s.",
        "Nothing was changed. Try again in %(minutes)d minutes, after %(time)s.",
        minutes,
    ) % {"minutes": minutes, "time": clock(moment)}
    response = _page(Refusal(_("That was too fast"), text), 429)
    response["Retry-After"] = str(wait)
    return response


def _page(refusal: Refusal, status: int) -> HttpResponse:
    language = translation.get_language()
    html = render_to_string(
        "refusal.html", {"refusal": refusal, "language": language, "home_url": _home_url(language)}
    )
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _home_url(language: str | None) -> str:
    return "/" if language in {None, settings.LANGUAGE_CODE} else f"/{language}/"
