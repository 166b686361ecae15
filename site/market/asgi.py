"""ASGI entry point: `any ASGI server` with `site/` on the path."""

import os
import sys
from pathlib import Path

from django.core.asgi import get_asgi_application

# The apps lie beside `site/`; an installed package has both on the path already.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.production")
application = get_asgi_application()
