"""Rule sets as data: read, checked, compiled, judged; every decision comes with its receipt."""

from services.chassis.rules.errors import FactsRejected, RuleEngineFault, RuleSetRejected
from services.chassis.rules.judge import Judge, house_rules, load_judge, load_rulesets
from services.chassis.rules.model import RuleSet

__all__ = [
    "FactsRejected",
    "Judge",
    "RuleEngineFault",
    "RuleSet",
    "RuleSetRejected",
    "house_rules",
    "load_judge",
    "load_rulesets",
]
