"""WSGI entry point: `gunicorn market.wsgi` with `site/` on the path."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

# The apps lie beside `site/`; an installed package has both on the path already.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.production")

from home.request_limits import readable_requests

application = readable_requests(get_wsgi_application())
