"""How much each case does. The environment may ask for more or less: RACES_BUYERS=50 make test-races."""

import os


def size(name: str, default: int) -> int:
    """A whole number from the variable RACES_<name>, else the default."""
    return int(os.environ.get(f"RACES_{name}", default))


BUYERS = size("BUYERS", 200)
CROSSING_ROUNDS = size("CROSSING_ROUNDS", 6)
CHECKOUTS = size("CHECKOUTS", 100)
REPEATS = size("REPEATS", 10)
REPEAT_ROUNDS = size("REPEAT_ROUNDS", 4)
ADDITIONS = size("ADDITIONS", 20)
WRITERS = size("WRITERS", 16)
WRITING_SECONDS = size("WRITING_SECONDS", 8)
KILLS = size("KILLS", 50)
STOPS = size("STOPS", 5)
DUELS = size("DUELS", 50)
#: Duels and rounds of which no number was asked for.
CANCELLINGS = size("CANCELLINGS", 25)
DOUBLE_ENTRIES = size("DOUBLE_ENTRIES", 10)
DRAFT_BUYERS = size("DRAFT_BUYERS", 20)
SWEEP_KILLS = size("SWEEP_KILLS", 12)
#: Seconds to wait for an answer or for a barrier; machines of a CI are slow at times.
PATIENCE = size("PATIENCE", 240)
