from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer

from market.simulator import Simulator, SimulatorRefused


class Command(RunServer):
    """Django's development server, with the payment simulator beside it where the settings say so.

    `market` stands before `django.contrib.staticfiles` in INSTALLED_APPS, so this one is found first.
    """

    def inner_run(self, *args, **options):
        # Only the process that serves comes here, not the one that watches the files for it.
        simulator = self._simulator() if settings.PAYMENT_SIMULATOR else None
        try:
            super().inner_run(*args, **options)
        finally:
            if simulator:
                simulator.stop()

    def _simulator(self) -> Simulator | None:
        port = settings.SIMULATOR_PORT
        try:
            simulator = Simulator(port=port, path=settings.SIMULATOR_FILE)
        except (SimulatorRefused, OSError, OverflowError) as error:
            self.stderr.write(f"The payment simulator does not start on port {port}: {error}. The site does.")
            return None
        simulator.start()
        self.stdout.write(f"Payment simulator at {simulator.url}/ (no money moves).")
        return simulator
