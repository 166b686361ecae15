from django.contrib.auth.models import AbstractUser
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """A person of the staff. Buyers need no account."""

    def _get_session_auth_hash(self, secret=None) -> str:
        """Sessions hang on the password and on the second factor: whoever changes one of them ends all others."""
        of_password = super()._get_session_auth_hash(secret)
        keys = self.totpdevice_set.filter(confirmed=True).order_by("pk").values_list("key", flat=True)
        if not (joined := " ".join(keys)):
            return of_password
        return salted_hmac(
            "home.User.second_factor", f"{of_password} {joined}", secret=secret, algorithm="sha256"
        ).hexdigest()
