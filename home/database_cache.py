"""Django's database cache with a counter that no two requests lose a step of."""

import base64
import pickle

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone


class CountingDatabaseCache(DatabaseCache):
    """As DatabaseCache, but `incr` and `decr` are atomic and leave the expiry alone.

    Django reads and writes in two statements, so that two requests at once count as one, and sets a new expiry with each
    (its tickets 23326 and 26619). Here the row is locked between the two: SELECT FOR UPDATE on PostgreSQL; SQLite's
    transactions are IMMEDIATE (settings), so the lock is held from their beginning.
    """

    def incr(self, key, delta=1, version=None):
        """Add `delta` and give the new number. Raises ValueError for a key that is missing or expired."""
        full_key = self.make_and_validate_key(key, version=version)
        alias = router.db_for_write(self.cache_model_class)
        connection = connections[alias]
        quote = connection.ops.quote_name
        table, lock = quote(self._table), " FOR UPDATE" if connection.features.has_select_for_update else ""
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {table} WHERE cache_key = %s AND expires > %s{lock}",  # noqa: S608
                [full_key, connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))],
            )
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"Key '{key}' not found")
            # The cache's own format; who can write to the table owns the database anyway.
            number = pickle.loads(base64.b64decode(row[0])) + delta  # noqa: S301
            packed = base64.b64encode(pickle.dumps(number, self.pickle_protocol)).decode("latin1")
            cursor.execute(f"UPDATE {table} SET value = %s WHERE cache_key = %s", [packed, full_key])  # noqa: S608
        return number
