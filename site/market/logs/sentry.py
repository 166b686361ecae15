"""Reports of errors to Sentry pass the same mask as the log."""

from typing import Any

from .masking import mask_all

#: Of a request only what was asked for; of a user only the number.
REQUEST_KEPT = ("url", "method")
USER_KEPT = ("id",)


def scrub(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """`before_send` and `before_send_transaction` of the SDK."""
    if "request" in event:
        event["request"] = {name: event["request"][name] for name in REQUEST_KEPT if name in event["request"]}
    if "user" in event:
        event["user"] = {name: event["user"][name] for name in USER_KEPT if name in event["user"]}
    return mask_all(event)
