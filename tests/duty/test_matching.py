"""What matching always keeps, and the rules that are easily got wrong, one by one."""

import copy
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.case_files import answer_cases
from duty.demands import apply_patch
from duty.facts import (
    DemandRow,
    Modification,
    Patch,
    Point,
    Report,
    Restriction,
    Task,
)
from duty.matching import match_bundle, match_many, match_task, restrictions_in_force
from recovery.restrictions import ACTIVITIES, BAND_ORDER

from .random_cases import case as random_case

TODAY = date(2026, 3, 10)
SEEDS = st.integers(0, 2**32)
ORDER = ("FITS", "FITS_WITH_MODIFICATION", "UNKNOWN", "DOES_NOT_FIT")
EVERYTHING = tuple(ACTIVITIES)


def verdict(case):
    [answer], sound = answer_cases([case])
    assert sound, answer
    return answer


def report(*restrictions, **changes):
    facts = {
        "id": "r",
        "provider": "Dr Kim",
        "issued": date(2026, 3, 1),
        "valid_from": date(2026, 3, 1),
        "valid_to": date(2026, 3, 31),
        "status": "RESTRICTED",
        **changes,
    }
    return Report(restrictions=restrictions, **facts)


def packing(*rows, **changes):
    facts = {"code": "PACK", "shift_hours": 8, "absent": EVERYTHING, **changes}
    return Task(demands=rows, **facts)


def reasons(result):
    return [finding.reason for finding in result.findings]


def match(restriction, task):
    return match_task([report(restriction)], task, TODAY)


def test_a_thousand_random_cases_are_answered():
    for seed in range(1000):
        answer = verdict(random_case(random.Random(seed)))
        assert answer["verdict"] in ORDER
        assert bool(answer["findings"]) == (answer["verdict"] != "FITS")
        assert not answer["conditions"] or answer["verdict"].startswith("FITS")


def tightened(restriction):
    tighter = copy.deepcopy(restriction)
    for key in ("hours", "minutes", "reps", "days"):
        tighter[key] = restriction[key] / 2
    tighter["band"] = BAND_ORDER[max(0, BAND_ORDER.index(restriction["band"]) - 1)]
    for point in tighter["points"]:
        for unit in point.keys() & {"lb", "kg"}:
            point[unit] /= 2
    return tighter


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_a_tighter_restriction_never_turns_a_verdict_better(seed):
    rng = random.Random(seed)
    case = random_case(rng, modifiable=False)
    before = verdict(case)["verdict"]
    for one in case["reports"]:
        one["restrictions"] = [tightened(r) if rng.random() < 0.7 else r for r in one["restrictions"]]
    assert ORDER.index(verdict(case)["verdict"]) >= ORDER.index(before)


def forget(rng, row):
    """Something about the row is not known any more."""
    what = rng.choice(("status", "hours", "weight", "hands"))
    if what == "status":
        row["status"] = "UNKNOWN"
    elif what == "hours":
        row["hours"] = row["fraction"] = None
    elif what == "weight":
        row["weight_lb"] = row["weight_kg"] = None
    else:
        row["hands"] = None


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_an_added_unknown_never_yields_a_fit(seed):
    rng = random.Random(seed)
    case = random_case(rng, modifiable=False)
    fitted = verdict(case)["verdict"] == "FITS"
    for task in case.get("bundle") or [case["task"]]:
        for row in task["demands"]:
            forget(rng, row)
        task["options"] = dict.fromkeys(task["options"])
    assert fitted or verdict(case)["verdict"] != "FITS"


@given(SEEDS)
@settings(max_examples=300, deadline=None)
def test_the_order_of_reports_restrictions_and_rows_does_not_matter(seed):
    rng = random.Random(seed)
    case = random_case(rng)
    before = verdict(case)
    rng.shuffle(case["reports"])
    for one in case["reports"]:
        rng.shuffle(one["restrictions"])
    for task in case.get("bundle") or [case["task"]]:
        rng.shuffle(task["demands"])
        rng.shuffle(task["absent"])
    after = verdict(case)
    for answer in (before, after):
        answer["findings"] = sorted(map(str, answer["findings"]))
    assert after == before


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_many_tasks_get_the_answers_that_each_gets_alone(seed):
    rng = random.Random(seed)
    reports = [
        report(Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(rng.choice((5, 20))),), side="L")),
    ]
    tasks = [
        packing(DemandRow("LIFT_WAIST", hours=rng.choice((1, 4)), weight_lb=rng.choice((4, 12)), hands=hand))
        for hand in ("L", "R", "BOTH", "EITHER", None)
    ]
    assert match_many(reports, tasks, TODAY) == [match_task(reports, task, TODAY) for task in tasks]


def test_a_weight_exactly_on_the_tolerance_is_kept():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(20),))
    assert match(limit, packing(DemandRow("LIFT_WAIST", hours=1, weight_lb=20.1))).verdict == "FITS"
    assert match(limit, packing(DemandRow("LIFT_WAIST", hours=1, weight_lb=20.11))).verdict == "DOES_NOT_FIT"


def test_nine_point_one_kilograms_are_twenty_pounds():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(20),))
    assert match(limit, packing(DemandRow("LIFT_WAIST", hours=1, weight_kg=9.1))).verdict == "FITS"


def test_two_occasional_lifts_make_a_frequent_one():
    points = (Point(20, band="OCCASIONAL"), Point(10, band="FREQUENT"))
    limit = Restriction("w", "MAX_WEIGHT", "LIFT_CARRY", points=points)
    one = DemandRow("LIFT_WAIST", hours=2, weight_lb=18)
    assert match(limit, packing(one)).verdict == "FITS"
    result = match(limit, packing(one, DemandRow("CARRY", hours=2, weight_lb=18)))
    assert reasons(result) == ["WEIGHT_EXCEEDS_LIMIT"]


def test_a_load_for_both_hands_is_never_halved():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),), side="L")
    result = match(limit, packing(DemandRow("LIFT_WAIST", hours=1, weight_lb=18, hands="BOTH")))
    assert reasons(result) == ["WEIGHT_EXCEEDS_LIMIT"]


def test_missing_is_unknown_and_never_zero():
    limit = Restriction("k", "PROHIBITED", "KNEEL")
    assert reasons(match(limit, packing(absent=()))) == ["DEMAND_UNKNOWN"]
    zero = packing(DemandRow("KNEEL", hours=0), absent=())
    assert match(limit, zero).verdict == "FITS"


def test_a_row_counts_even_where_the_activity_is_called_absent():
    limit = Restriction("k", "PROHIBITED", "KNEEL")
    assert reasons(match(limit, packing(DemandRow("KNEEL")))) == ["PROHIBITED_ACTIVITY"]


def test_an_estimate_excludes_but_never_clears():
    limit = Restriction("k", "MAX_HOURS_DAY", "KNEEL", hours=1)
    guess = packing(DemandRow("KNEEL", status="ESTIMATED", hours=0.5))
    assert reasons(match(limit, guess)) == ["DEMAND_ESTIMATED_NOT_CONFIRMED"]
    guess = packing(DemandRow("KNEEL", status="ESTIMATED", hours=2))
    assert reasons(match(limit, guess)) == ["HOURS_EXCEED_LIMIT"]


def test_an_estimated_profile_does_not_clear_an_option_but_a_schedule():
    estimated = packing(options={"HELPER": True}, night=False, estimated=True)
    need = Restriction("h", "REQUIRES", option="HELPER")
    assert reasons(match(need, estimated)) == ["DEMAND_ESTIMATED_NOT_CONFIRMED"]
    assert match(Restriction("n", "NO_NIGHT"), estimated).verdict == "FITS"


def test_a_forklift_is_driven_and_is_a_machine():
    forklift = packing(DemandRow("DRIVE_INDUSTRIAL", hours=5))
    for group in ("DRIVE", "OPERATE_MACHINERY"):
        assert reasons(match(Restriction("d", "PROHIBITED", group), forklift)) == ["PROHIBITED_ACTIVITY"]
    coarse = packing(DemandRow("DRIVE", hours=5))
    limit = Restriction("d", "PROHIBITED", "OPERATE_MACHINERY")
    assert reasons(match(limit, coarse)) == ["DEMAND_NOT_SPECIFIC_ENOUGH"]


def test_sitting_and_standing_at_will_keeps_a_limit_on_one_stretch():
    limit = Restriction("c", "MAX_CONTINUOUS_MIN", "STAND", minutes=30)
    row = DemandRow("STAND", hours=7, continuous_min=120)
    assert match(limit, packing(row, options={"SIT_STAND": True})).verdict == "FITS"
    # The choice of posture does not tell how much standing there is when nobody looked.
    unlooked = packing(row, options={"SIT_STAND": True}, unknown=("STAND",))
    assert reasons(match(limit, unlooked)) == ["DEMAND_UNKNOWN"]


def test_work_shorter_than_the_limit_needs_no_longest_stretch():
    limit = Restriction("c", "MAX_CONTINUOUS_MIN", "KNEEL", minutes=30)
    assert match(limit, packing(DemandRow("KNEEL", hours=0.5))).verdict == "FITS"
    assert reasons(match(limit, packing(DemandRow("KNEEL", hours=0.6)))) == ["CONTINUOUS_TIME_UNKNOWN"]


def test_never_to_constant_are_shares_of_at_most_eight_hours():
    limit = Restriction("f", "MAX_FREQUENCY", "BEND", band="OCCASIONAL")
    assert match(limit, packing(DemandRow("BEND", hours=8 / 3))).verdict == "FITS"
    twelve = packing(DemandRow("BEND", hours=3), shift_hours=12)
    assert reasons(match(limit, twelve)) == ["FREQUENCY_EXCEEDS_LIMIT"]
    always = Restriction("f", "MAX_FREQUENCY", "BEND", band="CONSTANT")
    assert match(always, packing(DemandRow("BEND", hours=12), shift_hours=12)).verdict == "FITS"
    never = Restriction("f", "MAX_FREQUENCY", "BEND", band="NEVER")
    assert reasons(match(never, packing(DemandRow("BEND", hours=0.1)))) == ["FREQUENCY_EXCEEDS_LIMIT"]


def test_either_hand_work_is_done_with_the_hand_that_is_free():
    limit = Restriction("g", "PROHIBITED", "GRIP", side="R")
    result = match(limit, packing(DemandRow("GRIP", hours=1, hands="EITHER")))
    assert (result.verdict, result.conditions) == ("FITS", ("USE_LEFT_SIDE_ONLY",))


def test_either_hand_work_needs_no_condition_when_both_hands_keep_the_limit():
    limit = Restriction("g", "MAX_HOURS_DAY", "GRIP", hours=2, side="R")
    result = match(limit, packing(DemandRow("GRIP", hours=1, hands="EITHER")))
    assert (result.verdict, result.conditions) == ("FITS", ())


def test_with_both_hands_limited_the_right_one_is_named_on_a_tie():
    limits = [Restriction(side, "PROHIBITED", "GRIP", side=side) for side in "LR"]
    result = match_task([report(*limits)], packing(DemandRow("GRIP", hours=1, hands="EITHER")), TODAY)
    assert (result.verdict, [f.restriction for f in result.findings]) == ("DOES_NOT_FIT", ["R"])


def test_the_newest_report_of_a_provider_replaces_the_earlier_one():
    old = report(Restriction("old", "PROHIBITED", "SIT"), id="old")
    new = report(Restriction("new", "PROHIBITED", "STAND"), id="new", issued=date(2026, 3, 5))
    assert [limit.restriction.id for limit in restrictions_in_force([new, old], TODAY).limits] == ["new"]


def test_two_reports_of_one_day_both_count():
    pair = [report(Restriction(name, "PROHIBITED", "SIT"), id=name) for name in ("one", "two")]
    assert len(restrictions_in_force(pair, TODAY).limits) == 2


def test_a_voided_or_later_report_does_not_count():
    limit = Restriction("k", "PROHIBITED", "KNEEL")
    for changes in ({"voided": True}, {"issued": date(2026, 3, 11)}, {"valid_from": date(2026, 3, 11)}):
        standing = restrictions_in_force([report(limit, **changes)], TODAY)
        assert standing.flags == ("NO_MEDICAL_INFORMATION",)


def test_an_expired_restriction_stays_and_a_permanent_one_never_expires():
    row = packing(DemandRow("LIFT", hours=1, weight_lb=5))
    over = date(2026, 3, 9)
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),), valid_to=over)
    assert reasons(match(limit, row)) == ["RESTRICTIONS_EXPIRED"]
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),), valid_to=over, permanent=True)
    assert match(limit, row).verdict == "FITS"


def test_the_end_of_the_limits_is_the_earliest_that_is_not_permanent():
    standing = restrictions_in_force(
        [
            report(
                Restriction("a", "NO_NIGHT"),
                Restriction("b", "NO_NIGHT", valid_to=date(2026, 3, 20)),
                Restriction("c", "NO_NIGHT", valid_to=date(2026, 3, 12), permanent=True),
            )
        ],
        TODAY,
    )
    assert standing.ends_on == date(2026, 3, 20)


def test_the_fingerprint_knows_the_limits_and_not_their_order():
    one, two = Restriction("a", "NO_NIGHT"), Restriction("b", "NO_OVERTIME")
    same = restrictions_in_force([report(one, two)], TODAY).fingerprint()
    assert restrictions_in_force([report(two, one)], TODAY).fingerprint() == same
    assert restrictions_in_force([report(one)], TODAY).fingerprint() != same


def test_no_task_is_searched_for_somebody_who_is_off_work():
    modifications = (Modification("m", Patch(remove=("LIFT",))),)
    task = packing(DemandRow("LIFT", hours=1, weight_lb=50), modifications=modifications)
    result = match_task([report(status="OFF_WORK")], task, TODAY)
    assert (result.verdict, reasons(result)) == ("DOES_NOT_FIT", ["NOT_RELEASED_TO_WORK"])
    assert result.findings[0].restriction == "r:OFF"


def test_the_smallest_set_of_modifications_wins_and_then_the_order_of_the_list():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),))
    lighter = [Modification(f"to{lb}", Patch(set_rows=(DemandRow("LIFT", weight_lb=lb),))) for lb in (15, 9, 8)]
    task = packing(DemandRow("LIFT", hours=1, weight_lb=20), modifications=tuple(lighter))
    result = match(limit, task)
    assert (result.verdict, result.modifications) == ("FITS_WITH_MODIFICATION", ("to9",))
    assert reasons(result) == ["WEIGHT_EXCEEDS_LIMIT"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (DemandRow("BEND", hours=1), (1, None)),
        (DemandRow("BEND", fraction=0.1), (None, 0.1)),
        (DemandRow("BEND", hours=1, fraction=0.1), (1, 0.1)),
        (DemandRow("BEND", reps_per_hour=5), (2, 0.25)),
    ],
)
def test_a_new_time_in_one_unit_clears_the_other(change, expected):
    task = packing(DemandRow("BEND", hours=2, fraction=0.25))
    [row] = apply_patch(task, Patch(set_rows=(change,))).demands
    assert (row.hours, row.fraction) == expected


def test_removing_takes_out_the_rows_below_but_not_a_coarse_one_above():
    limit = Restriction("p", "PROHIBITED", "LIFT_OVERHEAD")
    remove = (Modification("m", Patch(remove=("LIFT_OVERHEAD",))),)
    exact = packing(DemandRow("LIFT_OVERHEAD", hours=1), absent=(), modifications=remove)
    assert match(limit, exact).verdict == "FITS_WITH_MODIFICATION"
    both = packing(DemandRow("LIFT_OVERHEAD", hours=1), DemandRow("LIFT", hours=1), absent=(), modifications=remove)
    result = match(limit, both)
    assert (result.verdict, reasons(result)) == ("UNKNOWN", ["DEMAND_NOT_SPECIFIC_ENOUGH"])


def test_what_is_removed_is_no_longer_unknown():
    limits = (Restriction("p", "PROHIBITED", "LIFT_FLOOR"), Restriction("o", "PROHIBITED", "LIFT_OVERHEAD"))
    task = packing(
        DemandRow("LIFT_FLOOR", hours=1),
        DemandRow("LIFT", status="UNKNOWN"),
        modifications=(Modification("m", Patch(remove=("LIFT_FLOOR", "LIFT_OVERHEAD"))),),
    )
    assert match_task([report(*limits)], task, TODAY).verdict == "FITS_WITH_MODIFICATION"


def test_a_bundle_knows_only_what_every_block_knows():
    limit = Restriction("k", "PROHIBITED", "KNEEL")
    known, unlooked = packing(shift_hours=4), packing(shift_hours=4, absent=())
    assert match_bundle([report(limit)], [known, known], TODAY).verdict == "FITS"
    assert reasons(match_bundle([report(limit)], [known, unlooked], TODAY)) == ["DEMAND_UNKNOWN"]


def test_a_block_in_shares_is_read_by_its_own_length():
    limit = Restriction("s", "MAX_HOURS_DAY", "STAND", hours=4)
    half = packing(DemandRow("STAND", fraction=0.5), shift_hours=4)
    assert match_bundle([report(limit)], [half, half], TODAY).verdict == "FITS"


def test_modifications_of_blocks_are_not_tried():
    limit = Restriction("k", "PROHIBITED", "KNEEL")
    block = packing(DemandRow("KNEEL", hours=1), modifications=(Modification("m", Patch(remove=("KNEEL",))),))
    assert match_bundle([report(limit)], [block], TODAY).verdict == "DOES_NOT_FIT"
