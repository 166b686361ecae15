"""What stops a backup or a restore, in words for the operator."""


class BackupError(Exception):
    """Nothing was changed; the text says what to do."""
