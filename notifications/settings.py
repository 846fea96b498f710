"""The rules as HR has set them: one small query for all of them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from notifications.models import RuleSetting
from notifications.rule import Rule
from notifications.rules import RULES
from notifications.tuning import AS_THE_RULE_SAYS, Sites, Tuning, tuning_from

FIELDS = ("enabled", "days", "late_after", "working_days", "channels", "audiences")


def rules_as_set() -> tuple[Rule, ...]:
    """Every rule with what the sites have set."""
    tuned = all_tuning()
    return tuple(rule.with_sites(tuned[rule.id]) if rule.id in tuned else rule for rule in RULES)


def all_tuning() -> dict[str, Sites]:
    found: dict[str, dict[int, Tuning]] = defaultdict(dict)
    for row in RuleSetting.objects.values("rule", "establishment_id", *FIELDS):
        found[row["rule"]][row["establishment_id"]] = tuning_from(row)
    return dict(found)


def tuning_of(rule: str, site: int) -> Tuning:
    row = RuleSetting.objects.filter(rule=rule, establishment=site).values(*FIELDS).first()
    return tuning_from(row) if row else AS_THE_RULE_SAYS


def as_it_acts(rule: Rule, tuning: Tuning, offered: Sequence[str]) -> dict[str, Any]:
    """What holds for a rule: what was set, else what it says itself. `offered`: the channels to choose among."""
    return {
        "enabled": tuning.enabled,
        "days": tuning.days if tuning.days is not None else rule.ahead or rule.after,
        "late_after": tuning.late_after if tuning.late_after is not None else rule.late_after,
        "working_days": tuning.working_days if tuning.working_days is not None else rule.working_days,
        "audiences": list(tuning.audiences or [group.name for group in rule.audiences]),
        "channels": [name for name in offered if tuning.channels is None or name in tuning.channels],
    }
