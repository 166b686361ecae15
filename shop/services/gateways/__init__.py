"""Payment gateways behind one interface (`base`); settings name the adapters and the one in use.

`PAYMENT_GATEWAYS` maps a provider to the dotted path of its adapter, which takes no arguments and reads its keys from the
settings. `PAYMENT_PROVIDER` is the provider for new payments, empty where online payment is not offered; messages and
refunds of earlier payments go on through the adapter of their own provider.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from .base import Gateway
from .keys import keys_missing

__all__ = ["active_provider", "gateway_for"]


def active_provider() -> str:
    """The provider that new payments go through; empty where online payment is switched off."""
    return settings.PAYMENT_PROVIDER


def gateway_for(provider: str) -> Gateway:
    """The adapter of a provider. Raises LookupError for a provider without one, and for one whose keys are not all
    set: messages signed with an empty key are anybody's."""
    try:
        path = settings.PAYMENT_GATEWAYS[provider]
    except KeyError:
        raise LookupError(f"no payment gateway is called {provider!r}") from None
    if missing := keys_missing(provider):
        raise LookupError(f"the payment gateway {provider!r} has no {', '.join(missing)}")
    return import_string(path)()
