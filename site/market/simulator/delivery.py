"""Sending notifications to the shop: again and again until it answers with HTTP 200, six times at most."""

import logging
import threading
import time
import urllib.error
import urllib.request

from .store import Notification, Store

logger = logging.getLogger(__name__)

#: Seconds before each attempt.
PAUSES = (0, 1, 3, 5, 10, 20)
TIMEOUT = 10


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


# The shop is on this machine: no proxy leads to it.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def post(notification: Notification) -> int:
    """Send it once. Gives the HTTP status, 0 where there was no answer."""
    request = urllib.request.Request(  # noqa: S310 - the shop that registered the address holds our key
        notification.url, data=notification.body.encode("utf-8"), headers=notification.headers, method="POST"
    )
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, ValueError):
        return 0


class Delivery:
    """Delivers each notification in a thread of its own."""

    def __init__(self, store: Store):
        self.store = store
        self.stopped = threading.Event()

    def send(self, notification: Notification) -> None:
        if not notification.url.startswith(("http://", "https://")):
            logger.warning("payment simulator: the shop named no address for messages")
            return
        threading.Thread(target=self._deliver, args=(notification,), name="simulator-message", daemon=True).start()

    def resume(self) -> None:
        """Go on with what a restart of the process cut short."""
        with self.store.lock:
            waiting = [n for n in self.store.notifications if n.status != 200 and 0 <= n.attempts < len(PAUSES)]
        for notification in waiting:
            self.send(notification)

    def stop(self) -> None:
        self.stopped.set()

    def _deliver(self, notification: Notification) -> None:
        while notification.attempts < len(PAUSES):
            if self.stopped.wait(PAUSES[notification.attempts]):
                return
            started = time.monotonic()
            status = post(notification)
            with self.store.lock:
                notification.attempts += 1
                notification.status = status
                self.store.save()
            logger.info(
                "payment simulator: message %d/%d, %s after %d ms",
                notification.attempts, len(PAUSES), status or "no answer", (time.monotonic() - started) * 1000,
            )
            if status == 200:
                return
