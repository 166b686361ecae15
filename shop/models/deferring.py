"""Salesman's rows read some of their fields while they are made; a query that leaves those out asked for ever."""


class DeferringMixin:
    """Lets a query leave out the fields of `read_at_once` (Django itself does, to look for protected rows).

    A row got that way is for reading: its `extra` is empty, so it must not be saved.
    """

    #: field → what Salesman's __init__ gets to see instead
    read_at_once: dict[str, object] = {}

    @classmethod
    def from_db(cls, db, field_names, values):
        missing = set(cls.read_at_once) - set(field_names)
        if not missing:
            return super().from_db(db, field_names, values)
        given = dict(zip(field_names, values, strict=True)) | {name: cls.read_at_once[name] for name in missing}
        ordered = [field.attname for field in cls._meta.concrete_fields if field.attname in given]
        instance = super().from_db(db, ordered, [given[name] for name in ordered])
        for name in missing:
            # Deferred from now on: read from the database when somebody asks.
            del instance.__dict__[name]
        return instance
