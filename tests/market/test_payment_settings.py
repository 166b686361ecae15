"""Settings of payment gateways: the policy for their pages, and the system check for their keys."""

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from market.settings.payments import KEYS, page_sources, require_real_gateway, simulator_settings
from shop.system_checks import payment_settings_check
from tests.shop.pages import add_to_basket


@pytest.fixture(autouse=True)
def _keys(settings):
    for name, value in simulator_settings(9).items():
        setattr(settings, name, value)


@pytest.mark.parametrize(
    ("provider", "url", "sources"),
    [
        ("", "https://secure.przelewy24.pl", []),
        ("p24", "https://secure.przelewy24.pl", ["https://*.przelewy24.pl"]),
        ("p24", "https://sandbox.przelewy24.pl/", ["https://*.przelewy24.pl"]),
        ("p24", "http://127.0.0.1:8010", ["http://127.0.0.1:8010"]),
        ("p24", "https://evilprzelewy24.pl", ["https://evilprzelewy24.pl"]),
        ("p24", "http://secure.przelewy24.pl", ["http://secure.przelewy24.pl"]),
        ("payu", "https://secure.payu.com", ["https://*.payu.com"]),
        ("payu", "https://secure.snd.payu.com", ["https://*.payu.com"]),
        ("payu", "https://pay.example.org:8443/", ["https://pay.example.org:8443"]),
    ],
)
def test_forms_may_lead_to_the_payment_page(provider, url, sources):
    assert page_sources(provider, {"P24_API_URL": url, "PAYU_API_URL": url}) == sources


def test_the_policy_of_the_checkout_names_the_page_of_the_provider_in_use(simulator, client, make_product):
    add_to_basket(client, make_product())
    for path, allowed in {"/zamowienie/": ["'self'", simulator.url], "/koszyk/": ["'self'"]}.items():
        policy = client.get(path).headers["Content-Security-Policy"]
        form_action = next(part for part in policy.split(";") if part.strip().startswith("form-action"))
        assert form_action.split() == ["form-action", *allowed]


def test_without_online_payment_forms_stay_at_home(client, shop_tree):
    policy = client.get("/koszyk/").headers["Content-Security-Policy"]
    assert "form-action 'self'" in [part.strip() for part in policy.split(";")]


REAL = {
    "P24_MERCHANT_ID": "123456",
    "P24_POS_ID": "123456",
    "P24_CRC_KEY": "f1a0c7d45be94e6d",
    "P24_API_KEY": "8b1df0a9a3c2e7715b6c8d9e0f1a2b3c",
    "P24_API_URL": "https://secure.przelewy24.pl",
    "PAYU_POS_ID": "145227",
    "PAYU_CLIENT_ID": "145227",
    "PAYU_CLIENT_SECRET": "12f071174cb7eb79",
    "PAYU_SECOND_KEY": "13a980d4f851f3d9",
    "PAYU_API_URL": "https://secure.snd.payu.com/",
}


@pytest.mark.parametrize("provider", ["", *KEYS])
def test_a_real_gateway_is_one(provider):
    assert require_real_gateway(provider, REAL) is None


def test_without_a_provider_no_key_is_needed():
    assert require_real_gateway("", {}) is None


@pytest.mark.parametrize(("provider", "name"), [(provider, name) for provider, names in KEYS.items() for name in names])
@pytest.mark.parametrize("value", ["", "   "])
def test_production_needs_every_key_of_its_gateway(provider, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        require_real_gateway(provider, {**REAL, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("P24_MERCHANT_ID", "12a"),
        ("P24_POS_ID", "-1"),
        ("P24_CRC_KEY", "simulator-crc"),
        ("P24_API_KEY", "simulator-api-key"),
        *(
            ("P24_API_URL", url)
            for url in (
                "http://secure.przelewy24.pl", "http://127.0.0.1:8010", "https://127.0.0.1:8010", "https://localhost",
                "https://[::1]:8010", "https://secure.przelewy24.pl/api/v1", "https://user@secure.przelewy24.pl",
                "https://secure.przelewy24.pl?a=1", "https://", "nonsense", "ftp://secure.przelewy24.pl",
            )
        ),
    ],
)
def test_production_takes_no_gateway_that_is_none(name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        require_real_gateway("p24", {**REAL, name: value})


def test_production_takes_no_unknown_gateway():
    with pytest.raises(ImproperlyConfigured, match="PAYMENT_PROVIDER"):
        require_real_gateway("stripe", REAL)


def found() -> list[str]:
    return [message.id for message in payment_settings_check(None)]


def test_the_check_is_among_the_system_checks():
    assert payment_settings_check in checks.registry.registry.get_checks()


@pytest.mark.parametrize("provider", ["", "p24", "payu"])
def test_complete_keys_pass(settings, provider):
    settings.PAYMENT_PROVIDER = provider
    assert found() == []


@pytest.mark.parametrize(("provider", "name"), [(provider, name) for provider, names in KEYS.items() for name in names])
@pytest.mark.parametrize("value", ["", "   "])
def test_a_missing_key_of_the_provider_in_use_is_an_error(settings, provider, name, value):
    settings.PAYMENT_PROVIDER = provider
    setattr(settings, name, value)
    messages = payment_settings_check(None)
    assert [message.id for message in messages] == ["shop.E002"]
    assert name in messages[0].msg


def test_a_number_that_is_none_is_an_error(settings):
    settings.PAYMENT_PROVIDER = "p24"
    settings.P24_MERCHANT_ID = "12x"
    assert found() == ["shop.E002"]


def test_an_unknown_provider_is_an_error(settings):
    settings.PAYMENT_PROVIDER = "stripe"
    assert found() == ["shop.E001"]


def test_keys_in_part_are_a_warning_and_none_are_nothing(settings):
    settings.PAYMENT_PROVIDER = "p24"
    settings.PAYU_SECOND_KEY = ""
    assert found() == ["shop.W001"]
    for name in KEYS["payu"][:-1]:
        setattr(settings, name, "")
    assert found() == []
