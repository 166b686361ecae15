"""The page on which the staff see each mail as a buyer gets it."""

import html5lib
import pytest
from django.urls import reverse

from shop.admin.mail_previews import mail_preview
from shop.models import Outbox
from tests import factories
from tests.shop.admin_people import client_of, make_person

pytestmark = pytest.mark.django_db


def test_the_frame_holds_the_whole_mail(make_product):
    factories.make_order(make_product(title="Wazon <Brzeg> & \"syn\""))
    before = Outbox.objects.count()
    page = client_of(make_person("shop")).get(reverse("market_mail_previews"), {"kind": "order_placed"})
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    [frame] = [frame for frame in tree.iter("iframe") if frame.get("class") == "market-mail"]
    [shown] = [content for content, _kind in mail_preview("order_placed", "pl").alternatives]
    # Attributes know no other line end than \n; links carry a secret, the same each time.
    assert frame.get("srcdoc") == shown.replace("\r\n", "\n")
    assert "Wazon &lt;Brzeg&gt;" in shown
    # Nothing of the mail runs or is sent from there.
    assert (frame.get("sandbox"), Outbox.objects.count()) == ("", before)
