"""Crashes at chosen points, made from outside: the functions of the site are wrapped in the process under test.

Nothing of this stands in the production code. A point is armed by a file; the first process that reaches it takes the
file away and kills itself with SIGKILL, as the kernel or a power cut would: no `finally`, no rollback, no answer.
"""

import functools
import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from django.db import connection, connections

#: Folder of the armed points, in the environment of the server and of the tests.
VARIABLE = "RACES_DIR"

#: Seconds for one act of a child, on a machine that is busy with other things.
PATIENCE_S = 120

PLACE = "shop.services.order_placing:_place"
COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper.commit"
SEND = "django.core.mail:EmailMessage.send"


@dataclass(frozen=True)
class Point:
    """Before or after a call of `target` (module:name), where `within` is given only while that one runs."""

    name: str
    target: str
    when: Literal["before", "after"]
    within: str = ""


#: Steps of placing an order, in the order in which the checkout reaches them.
PLACING = (
    Point("order_place begins", "shop.services.order_placing:_order_made_before", "before"),
    Point("transaction begins", PLACE, "before"),
    Point("basket locked", "shop.services.order_lines:ordered_lines", "before"),
    Point("total compared", "shop.services.order_placing:_check_total", "after"),
    Point("order written", "shop.services.order_placing:_create_order", "after"),
    Point("stock not yet taken", "shop.services.stock:stock_take", "before"),
    Point("stock taken", "shop.services.stock:stock_take", "after"),
    Point("parcels and lines written", "shop.services.order_placing:_create_parcels_and_items", "after"),
    Point("confirmation queued", "shop.services.outbox:message_queue", "after"),
    Point("basket deleted", "shop.models:Basket.delete", "after", within=PLACE),
    Point("before the commit", COMMIT, "before", within=PLACE),
    Point("after the commit", COMMIT, "after", within=PLACE),
    Point("before the mail is sent", SEND, "before"),
    Point("mail sent, not marked", SEND, "after"),
    Point("mail marked", "shop.services.outbox:message_send", "after"),
    Point("session does not know the order", "shop.order_access:order_remember", "before"),
    Point("session not saved", "shop.order_access:order_remember", "after"),
    Point("answer not sent", "django.contrib.sessions.backends.db:SessionStore.save", "after"),
)

#: Steps of handling one; a forked process runs one service, so each commit is that service's.
HANDLING = (
    Point("payment written", "shop.models:OrderPayment.save", "after"),
    Point("stock released", "shop.services.stock:stock_release", "after"),
    Point("stock consumed", "shop.services.stock:stock_consume", "after"),
    Point("status change written", "shop.models:OrderStatusChange.save", "after"),
    Point("order saved", "shop.models:Order.save", "after"),
    Point("parcel saved", "shop.models:Parcel.save", "after"),
    Point("message queued", "shop.services.outbox:message_queue", "after"),
    Point("handling, before the commit", COMMIT, "before"),
    Point("handling, after the commit", COMMIT, "after"),
    Point("handling, before the mail is sent", SEND, "before"),
    Point("handling, mail sent, not marked", SEND, "after"),
)

_running = threading.local()


def install(points: tuple[Point, ...] = PLACING) -> None:
    """Wrap the functions of all points in this process. A function that is gone raises AttributeError at once."""
    for scope in {point.within for point in points if point.within}:
        _wrap(scope, lambda original, scope=scope: _scoped(original, scope))
    for point in points:
        _wrap(point.target, lambda original, point=point: _guarded(original, point))


def arm(point: Point) -> None:
    """Whoever reaches the point next dies there."""
    _trigger(point).touch()


def fired(point: Point) -> bool:
    """Whether somebody died there; disarms the point."""
    try:
        _trigger(point).unlink()
    except FileNotFoundError:
        return True
    return False


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], Any], *, point: Point | None = None, statement: int = 0) -> bool:
    """Run `work` in a forked process. Gives True when it was killed at the point or before that SQL statement
    (1 is the first), False when it came to its end. An exception in the child raises RuntimeError here."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            with ExitStack() as stack:
                stack.enter_context(mock.patch("typst.compile", _compiled_apart))
                if point:
                    install((point,))
                    arm(point)
                if statement:
                    stack.enter_context(connection.execute_wrapper(_countdown(statement)))
                work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing may return into the parent's tests
            import traceback

            traceback.print_exc()
            os._exit(1)
    status = _end_of(pid)
    if os.WIFSIGNALED(status):
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"the child died of signal {os.WTERMSIG(status)}")
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError("the child raised an exception (printed above)")
    return False


def _end_of(pid: int) -> int:
    """The status with which the child ended. A child that hangs is ended, and told of: nobody waits for ever."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise RuntimeError(f"the child was still at work after {PATIENCE_S} s")


#: Its input: what typst.compile is called with; its output: the PDF.
COMPILE = "import pickle, sys, typst; sys.stdout.buffer.write(typst.compile(**pickle.load(sys.stdin.buffer)))"


def _compiled_apart(source: bytes, **options) -> bytes:
    """typst.compile in a process of its own: its threads stay behind at a fork, and the child would wait for them for ever."""
    told = pickle.dumps({"input": source, **options})
    return subprocess.run([sys.executable, "-c", COMPILE], input=told, stdout=subprocess.PIPE, check=True).stdout


def _countdown(statement: int):
    left = statement

    def execute(run, sql, params, many, context):
        nonlocal left
        left -= 1
        if left == 0:
            die()
        return run(sql, params, many, context)

    return execute


def _trigger(point: Point) -> Path:
    return Path(os.environ[VARIABLE]) / f"armed {point.name}"


def _wrap(target: str, wrapper: Callable[[Callable], Callable]) -> None:
    module, _colon, path = target.partition(":")
    *owners, name = path.split(".")
    owner = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    wrapped = wrapper(original)
    setattr(owner, name, wrapped)
    if not owners:
        # Modules that have imported the function by its name hold it themselves.
        for other in [known for key, known in sys.modules.items() if key.startswith("shop.")]:
            for key, value in list(vars(other).items()):
                if value is original:
                    setattr(other, key, wrapped)


def _guarded(original: Callable, point: Point) -> Callable:
    def perhaps_die() -> None:
        if point.within and not getattr(_running, point.within, 0):
            return
        try:
            _trigger(point).unlink()
        except FileNotFoundError:
            return
        die()

    @functools.wraps(original)
    def guarded(*args, **kwargs):
        if point.when == "before":
            perhaps_die()
        result = original(*args, **kwargs)
        if point.when == "after":
            perhaps_die()
        return result

    return guarded


def _scoped(original: Callable, scope: str) -> Callable:
    @functools.wraps(original)
    def scoped(*args, **kwargs):
        setattr(_running, scope, getattr(_running, scope, 0) + 1)
        try:
            return original(*args, **kwargs)
        finally:
            setattr(_running, scope, getattr(_running, scope) - 1)

    return scoped
