"""Rule sets as data: read, checked, compiled, judged; every decision comes with its receipt."""

from services.chassis.rules.checking import Checked, check
from services.chassis.rules.errors import FactsRejected, Problem, RuleEngineFault, RuleSetRejected
from services.chassis.rules.judge import Judge, house_rules, load_judge, load_rulesets
from services.chassis.rules.model import RuleSet

__all__ = [
    "Checked",
    "FactsRejected",
    "Judge",
    "Problem",
    "RuleEngineFault",
    "RuleSet",
    "RuleSetRejected",
    "check",
    "house_rules",
    "load_judge",
    "load_rulesets",
]
