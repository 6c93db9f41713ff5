"""The matching core of durable-rules, boxed: it says which rules hold, and keeps nothing.

The core is sound, what surrounds it is not. So: its C module only, one fixed sid and id, no timers,
no actions, one thread at a time, and each fact is retracted before the next one comes.
"""

from __future__ import annotations

import itertools
import threading
import weakref

import durable_rules_engine as core
import orjson

from services.chassis.rules.compiler import compiled, message, rule_number
from services.chassis.rules.errors import RuleEngineFault
from services.chassis.rules.model import RuleSet, Values

_numbers = itertools.count(1)
_core_lock = threading.Lock()
"""The core shares tables between rule sets: one caller at a time."""


class Engine:
    """One rule set in the core."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        # A name cannot be used a second time in a process, not even after its set was deleted.
        name = f"{ruleset.name}-{next(_numbers)}"
        rules = orjson.dumps(compiled(ruleset)).decode()
        with _core_lock:
            self._handle: int = core.create_ruleset(name, rules)
        self._catch_all = len(ruleset.rules) - 1
        weakref.finalize(self, _delete, self._handle).atexit = False

    def matching(self, values: Values) -> list[int]:
        """The numbers of the rules that hold, in rank order; raises `RuleEngineFault`."""
        text = orjson.dumps(message(self._ruleset, values)).decode()
        with _core_lock:
            names = self._names(text)
        found = sorted({rule_number(name) for name in names})
        if not found or found[-1] != self._catch_all:
            raise RuleEngineFault(f"Rule set {self._ruleset.name}: the catch-all did not answer.")
        return found

    def _names(self, text: str) -> list[str]:
        """The compiled names that match; the fact is gone again however this ends."""
        _, state = core.assert_fact(self._handle, text)
        try:
            started = core.start_action_for_state(self._handle, state)
            names: list[str] = []
            fired: str | None = started[1] if started else None
            while fired is not None:
                # {"name":{"m":{…}}}: the name is all we want.
                names.append(fired.split('"', 2)[1])
                fired = core.complete_and_start_action(self._handle, state)
            return names
        finally:
            core.retract_fact(self._handle, text)


def _delete(handle: int) -> None:
    with _core_lock:
        core.delete_ruleset(handle)
