"""A payment simulator: the servers of Przelewy24 and PayU as far as the market talks to them, on 127.0.0.1 only.

For development and tests. It speaks the signed protocols of both gateways, shows a payment page, sends notifications
and pays money back, all without a grosz. Nothing is shared with the adapters in shop/services/gateways: the signatures
are made a second time here, so that a mistake of one side shows. Production settings cannot start it.
"""

from .server import Simulator, SimulatorRefused

__all__ = ["Simulator", "SimulatorRefused"]
