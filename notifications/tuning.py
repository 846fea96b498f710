"""What HR has set for a rule at its sites, as the rule and its statement read it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Tuning:
    """None: as the rule itself says."""

    enabled: bool = True
    days: int | None = None
    late_after: int | None = None
    working_days: bool | None = None
    channels: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


AS_THE_RULE_SAYS = Tuning()
Sites = Mapping[int, Tuning]


def given(sites: Sites, field: str) -> dict[int, Any]:
    """The sites at which a field is set, with its value."""
    found = {site: getattr(tuning, field) for site, tuning in sites.items()}
    return {site: value for site, value in found.items() if value is not None}


def switched_off(sites: Sites) -> list[int]:
    return sorted(site for site, tuning in sites.items() if not tuning.enabled)


def with_tuning(sites: Sites, site: int, tuning: Tuning) -> Sites:
    """These settings as they would be with others at one site."""
    return {**sites, site: tuning}


def tuning_from(values: Mapping[str, Any]) -> Tuning:
    """From a row or a form: lists become tuples."""
    known = {name: values[name] for name in asdict(AS_THE_RULE_SAYS) if name in values}
    return replace(AS_THE_RULE_SAYS, **{name: _firm(value) for name, value in known.items()})


def _firm(value: Any) -> Any:
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
