"""Settings of the way into the administration: throttle of logins, second factor, age of sessions."""

import datetime

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

FACTOR_POLICIES = ("required", "optional")


def factor_policy(default: str) -> str:
    """ADMIN_SECOND_FACTOR of the environment: `required` or `optional`; anything else stops the start."""
    policy = env.str("ADMIN_SECOND_FACTOR", default=default)
    if policy not in FACTOR_POLICIES:
        raise ImproperlyConfigured(f"ADMIN_SECOND_FACTOR is “{policy}”; it must be one of {FACTOR_POLICIES}.")
    return policy


# `required`: staff without a second factor reach nothing but its set-up. `optional`: who has one is asked for it.
ADMIN_SECOND_FACTOR = factor_policy("required")
OTP_TOTP_ISSUER = "Market Społeczny"

# Seconds. A login of the staff ends after this time whatever happens, and after this time without a request.
STAFF_SESSION_AGE = env.int("STAFF_SESSION_AGE", default=12 * 3600)
STAFF_SESSION_IDLE = env.int("STAFF_SESSION_IDLE", default=2 * 3600)

WAGTAILADMIN_USER_LOGIN_FORM = "home.access.login.StaffLoginForm"
AUTHENTICATION_BACKENDS = [
    "home.access.lockout.LockoutBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# Wrong passwords for one login, and from one address (an office shares one), until the cool-off.
LOGIN_FAILURES_OF_NAME = 5
LOGIN_FAILURES_OF_ADDRESS = 20
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_FAILURE_LIMIT = LOGIN_FAILURES_OF_NAME
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_HANDLER = "home.access.lockout.LockoutHandler"
AXES_LOCKOUT_CALLABLE = "home.access.lockout.lockout_response"
AXES_CLIENT_IP_CALLABLE = "home.access.lockout.login_address"
AXES_USERNAME_CALLABLE = "home.access.lockout.login_name"
AXES_RESET_ON_SUCCESS = True
# Knocking on a closed door does not keep it closed: else anybody could lock out a colleague for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who logged in from where, and when, is personal data that nobody reads; Django keeps the last login.
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_VERBOSE = False
