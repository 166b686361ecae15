import logging

from django.core.management.base import BaseCommand, CommandError

from shop.services.basket_reminders import basket_reminders_send
from shop.services.baskets import baskets_purge
from shop.services.deferred import deferred_chase
from shop.services.exchanges import exchanges_expire
from shop.services.expiry import orders_expire
from shop.services.gift_card_orders import card_orders_complete
from shop.services.gift_cards import gift_cards_expire
from shop.services.online_payments import payments_reconcile
from shop.services.outbox import outbox_sweep
from shop.services.papers.keeping import documents_keep_up
from shop.services.papers.ksef import invoices_send
from shop.services.promotions import promotions_run
from shop.services.refunds import refunds_send
from shop.services.shipments import shipments_ask
from shop.services.stock_notices import stock_notices_purge, stock_notices_send
from shop.services.tasks import TaskFailed, task_run
from shop.services.wishes import wish_lists_purge

logger = logging.getLogger(__name__)

#: (what is counted, the work); each step stands alone: one that fails does not stop the next.
STEPS = (
    ("messages sent", outbox_sweep),
    ("orders not paid in time", orders_expire),
    ("sent goods not paid in time", deferred_chase),
    ("payments found out", payments_reconcile),
    ("refunds moved", refunds_send),
    ("shipments moved", shipments_ask),
    ("exchanges let go", exchanges_expire),
    ("promotions begun or ended", promotions_run),
    ("gift cards expired", gift_cards_expire),
    ("orders of gift cards completed", card_orders_complete),
    ("documents of sale", documents_keep_up),
    ("invoices at KSeF", invoices_send),
    ("told that a good is back", stock_notices_send),
    ("reminded of a basket", basket_reminders_send),
    ("old baskets deleted", baskets_purge),
    ("old wish lists deleted", wish_lists_purge),
    ("old notices deleted", stock_notices_purge),
)


class Command(BaseCommand):
    help = (
        "The shop's own work: send messages, let unpaid orders go, ask gateways about payments, send refunds, ask the "
        "carrier about shipments, let go what is held for exchanges that nobody came back with, begin and end promotions, write off expired gift cards, delete baskets untouched for 30 days. "
        "Run it every few minutes; running it again, or twice at once, does no harm. Exit status 1 when a step failed; the "
        "others are done all the same."
    )

    def handle(self, *args, **options):
        try:
            with task_run("housekeeping"):
                failed = [name for name, work in STEPS if not self.step(name, work)]
                if failed:
                    raise TaskFailed(f"failed: {', '.join(failed)}")
        except TaskFailed as error:
            raise CommandError(str(error)) from error

    def step(self, name: str, work) -> bool:
        """Do one step and say what came of it; its failure is logged, not raised."""
        try:
            self.stdout.write(f"{name}: {work()}")
        except Exception as error:
            logger.exception("housekeeping: %s", name)
            self.stderr.write(f"{name}: {type(error).__name__}")
            return False
        return True
