"""The site as it is, with the crash points of the tests wrapped around its functions."""

from market.wsgi import application  # noqa: F401, I001 - first: it sets up Django

from django.db import connections
from django.test import Client

from . import crash

# Addresses, templates and translations are loaded before the fork: a new worker serves in milliseconds.
client = Client(raise_request_exception=False)
for path in ("/", "/koszyk/", "/zamowienie/", "/sklep/"):
    client.get(path)
connections.close_all()

crash.install()
