from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from market.simulator import Simulator, SimulatorRefused


class Command(BaseCommand):
    help = "Start the payment simulator (Przelewy24 and PayU) on 127.0.0.1. `runserver` starts it by itself."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=settings.SIMULATOR_PORT, help="SIMULATOR_PORT by default")

    def handle(self, *args, **options):
        port = options["port"]
        try:
            simulator = Simulator(port=port, path=settings.SIMULATOR_FILE)
        except SimulatorRefused as error:
            raise CommandError(str(error)) from error
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {port} of 127.0.0.1 cannot be used: {error}") from error
        self.stdout.write(f"Payment simulator at {simulator.url}/ (no money moves). Ctrl+C stops it.")
        try:
            simulator.serve()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            simulator.stop()
