"""The instruction on withdrawal and the model form, for e-mails and the confirmation of the contract."""

from typing import Any

from django.utils.translation import gettext as _

from .papers.rich_text import Node, heading, paragraph


def withdrawal_instruction(*, email: str) -> list[str]:
    """The instruction in paragraphs, in the active language (Consumer Rights Act, art. 12 par. 1 pt 9 to 12). email: of the seller."""
    return [
        _(
            "You may withdraw from the contract within 14 days without giving a reason. The days count from when you, or "
            "somebody you named, received the last of the goods. This holds for one-of-a-kind goods as well."
        ),
        _(
            "It is enough to send a clear statement before the 14 days end, by e-mail to %(email)s or by post to the address "
            "of the seller below. You may use the form enclosed, but need not."
        )
        % {"email": email},
        _(
            "Send the goods back within 14 days of the statement; you bear the cost of sending them. We pay back the price and "
            "the cheapest usual delivery within 14 days of your statement, the way you paid, and may wait until the goods or "
            "proof of sending them arrive. You answer for loss of value only where you used the goods beyond what is needed to "
            "try them out."
        ),
        _(
            "The right does not cover goods made to your own specification, perishable goods, or goods in a seal that protects "
            "hygiene once it is broken (Consumer Rights Act of 30 May 2014, art. 38). If that concerns your goods, their "
            "description said so."
        ),
    ]


def model_form(*, seller: dict[str, Any]) -> list[Node]:
    """The form of annex 2 of the Act (annex I B of Directive 2011/83/EU) with the seller's name and addresses written in."""
    addressee = ", ".join(filter(None, [seller["name"], *seller["address"], seller["email"]]))
    return [
        heading(_("Model withdrawal form"), 3),
        paragraph(_("(complete and return this form only if you wish to withdraw from the contract)")),
        {
            "is": "form",
            "rows": [
                _("To: %(seller)s") % {"seller": addressee},
                _(
                    "I/We hereby give notice that I/we withdraw from my/our contract of sale of the following goods / "
                    "for the provision of the following service:"
                ),
                _("Ordered on / received on:"),
                _("Name of consumer(s):"),
                _("Address of consumer(s):"),
                _("Signature of consumer(s) (only if this form is notified on paper):"),
                _("Date:"),
            ],
        },
        paragraph(_("Where two forms are parted by a slash, delete the one that does not apply.")),
    ]
