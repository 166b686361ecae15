"""Files that belong to a record go with it."""

from functools import partial

from django.db import transaction


def delete_file(sender, instance, **kwargs) -> None:
    """Receiver of post_delete: the file of `instance.file` goes when the record is gone for sure."""
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))
