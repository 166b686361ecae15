"""In development too, an address without a page shows our own page."""

import pytest
from django.conf import settings as site_settings

pytestmark = pytest.mark.django_db


def test_our_page_and_no_list_of_patterns(client, settings, shop_tree):
    settings.DEBUG = True
    settings.MIDDLEWARE = [*site_settings.MIDDLEWARE, "market.middleware.OwnNotFoundMiddleware"]
    response = client.get("/nie-ma-mnie/")
    assert response.status_code == 404
    assert "Metka odpadła" in response.content.decode()
    assert "URLconf" not in response.content.decode()


def test_development_settings_list_it_and_others_do_not():
    from market.settings import base

    name = "market.middleware.OwnNotFoundMiddleware"
    assert name not in base.MIDDLEWARE
    assert f'MIDDLEWARE.append("{name}")' in (base.ROOT_DIR / "site" / "market" / "settings" / "dev.py").read_text()
