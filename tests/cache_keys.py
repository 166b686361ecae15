"""Key space of the default cache in tests: what one test, worker and database remembers is nobody else's.

Workers share the server of a cache, and emptying it (`cache.clear()`) would empty it for all of them.
"""

import itertools
import os

from django.core.cache import caches
from django.db import connection

_epochs = itertools.count(1)
_prefix = ""


def forget_cache() -> None:
    """Empty the caches of this process, and make what stands in the default cache invisible from now on."""
    global _prefix
    for name in ("memory", "template_fragments", "counters"):
        caches[name].clear()
    _prefix = f"{os.environ.get('PYTEST_XDIST_WORKER', 'master')}-{os.getpid()}-{next(_epochs)}"


def cache_key(key: str, prefix: str, version: int) -> str:
    """KEY_FUNCTION of the default cache."""
    return f"{_prefix}:{connection.settings_dict['NAME']}:{prefix}:{version}:{key}"
