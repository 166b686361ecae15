"""Staff of one enterprise read nothing of another: wherever words of A stand, B does not get them."""

import pytest

from .table import BY_NAME, addresses, ask
from .world import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

SEARCHES = (
    "/admin/pages/search/?q=Alfa-sekret",
    "/admin/pages/search/results/?q=Alfa-sekret",
    "/admin/api/main/pages/?search=Alfa-sekret",
    "/admin/api/main/pages/?child_of=root&for_explorer=1",
    "/admin/choose-page/search/?q=Szkic-alfa",
    "/admin/images/chooser/?q=Zdj",
    "/admin/images/chooser/results/",
    "/admin/documents/chooser/",
    "/admin/snippets/choose/shop/product/results/?q=Alfa",
    "/admin/reports/site-history/",
    "/admin/orders/?q=Sekretna",
)


def test_the_other_workshop_reads_none_of_our_words(pl_locale):
    world = build_world()
    client = world.clients["workshop B"]
    told = {}
    for path in [*(path for _label, path in addresses(world)), *SEARCHES]:
        text = ask(client, "GET", path).content.decode(errors="replace")
        # Live goods are public: their name may stand in the chooser of links. Drafts, buyers and orders may not.
        words = [word for word in world.secrets[1:] if word in text.replace(path, "")]
        if words or "Zdjęcie" in text:
            told[path] = words or ["Zdjęcie"]
    assert told == {}
    assert BY_NAME


def test_own_pages_and_pictures_stay_open(pl_locale):
    world = build_world()
    client, page = world.clients["workshop A"], world.things["page"]
    for path in (
        f"/admin/pages/{page}/edit/",
        f"/admin/pages/{page}/history/",
        f"/admin/pages/{page}/view_draft/",
        "/admin/pracownia/",
        f"/admin/pracownia/towar/{world.things['shop.product']}/",
        f"/admin/packing-slip/{world.things['parcel']}/",
        f"/admin/images/chooser/chosen/{world.things['image']}/",
    ):
        assert ask(client, "GET", path).status_code == 200, path
    assert "Zdjęcie" in ask(client, "GET", "/admin/images/chooser/results/").content.decode()
