"""The facts of each cohort, set-based, and what people do on the evening of a day."""

from datetime import date

from tools.company import Company
from tools.faults.year import further
from tools.faults.year.cohorts import COHORTS, LASTS
from tools.faults.year.oracle import Facts

# In the first four it is after eight in the morning and not yet night at one and the same moment of each day.
ZONES = ("America/Chicago", "America/New_York", "Europe/Lisbon", "Europe/Berlin")
WIDE = ("America/Chicago", "Pacific/Honolulu", "Europe/Berlin", "Australia/Lord_Howe")
COHORT_OF = f"(ARRAY[{', '.join(repr(name) for name in COHORTS)}])[1 + place % {len(COHORTS)}]"
LASTING = " ".join(f"WHEN '{name}' THEN {days}" for name, days in LASTS.items())
# `noon` is noon by the clock of the site.
BEGIN = """
UPDATE people_establishment SET weekend = '{{}}';
CREATE TABLE year_case AS
SELECT made.*, start + CASE cohort {lasting} END AS finish, timezone(zone, start + time '12:00') AS noon
FROM (SELECT place, case_id, employee_id, site_id, zone, hr_id, department_id, {cohort} AS cohort,
        ({start}) AS start FROM (
    SELECT row_number() OVER (ORDER BY known.id) - 1 AS place, known.id AS case_id, known.employee_id,
        site.id AS site_id, site.timezone AS zone, known.owner_id AS hr_id, person.department_id
    FROM injuries_case known JOIN people_establishment site ON site.id = known.establishment_id
    JOIN people_employee person ON person.id = known.employee_id) numbered) made;
CREATE INDEX ON year_case (finish);

UPDATE injuries_case known SET next_check_in_on = CASE WHEN cohort = 'check_in' THEN start END,
    opened_on = start, triaged_at = noon
FROM year_case made WHERE made.case_id = known.id;
UPDATE injuries_case known SET state = 'reported', triaged_at = NULL
FROM year_case made WHERE made.case_id = known.id AND cohort = 'report';
UPDATE injuries_case known SET prevention_due_on = start + 10
FROM year_case made WHERE made.case_id = known.id AND cohort = 'prevention';
UPDATE recovery_course SET cadence_days = 7;

INSERT INTO recovery_stall (kind, opened_on, opened_at, close_reason, rule_version, evidence, case_id)
SELECT CASE cohort WHEN 'visit' THEN 'stalled' WHEN 'unchanged' THEN 'restrictions_unchanged' ELSE cohort END,
    start, noon, '', 'year', '{{}}', case_id
FROM year_case WHERE cohort IN ('stalled', 'visit', 'red_flag', 'silent', 'unchanged');

INSERT INTO recovery_workstatusreport (provider, issued_on, received_on, status, starts_on, ends_on, signed, entered_at,
    case_id, entered_by_id, asked_on, by_link, next_appointment_on, expected_full_duty_on, mmi_on)
SELECT 'Dr Kim', start, start, CASE WHEN cohort IN ('limits', 'question') THEN 'RESTRICTED'
        WHEN cohort = 'released' THEN 'FULL_RELEASE' ELSE 'OFF_WORK' END,
    start, CASE cohort WHEN 'limits' THEN start + 20 WHEN 'off_work' THEN start + 10 END, true, noon,
    case_id, CASE WHEN cohort <> 'proposed' THEN hr_id END, CASE cohort WHEN 'question' THEN start END,
    cohort = 'proposed', CASE cohort WHEN 'visit_named' THEN start + 10 END,
    CASE cohort WHEN 'full_duty' THEN start + 10 END, CASE cohort WHEN 'improvement' THEN start + 12 END
FROM year_case WHERE cohort <> 'no_report';
INSERT INTO recovery_restriction (kind, activity, points, starts_on, ends_on, permanent, coded_at, confirmed_at,
    replaced_on, case_id, coded_by_id, report_id, original_words)
SELECT CASE WHEN asked_on IS NULL THEN 'NOT_AT_ALL' ELSE 'UNCODED' END, 'LIFT', '[]', starts_on, ends_on, false,
    entered_at, entered_at, '9999-12-31', case_id, entered_by_id, id, 'as tolerated'
FROM recovery_workstatusreport WHERE status = 'RESTRICTED';

INSERT INTO duty_task (code, name, kind, profile, retired_on, department_id, establishment_id)
SELECT 'T' || department_id, 'Filing', 'light', 'UNASSESSED', NULL, department_id, site_id
FROM year_case GROUP BY department_id, site_id;
INSERT INTO duty_assignment (id, kind, state, starts_on, review_on, planned_end_on, answer_by, proposed_at,
    submitted_at, match, case_id, department_id, employee_id, establishment_id, proposed_by_id, task_id)
SELECT gen_random_uuid(), 'light', CASE cohort WHEN 'approval' THEN 'pending_supervisor' WHEN 'answer'
    THEN 'pending_employee' WHEN 'starting' THEN 'scheduled' WHEN 'stopped' THEN 'suspended'
    WHEN 'not_sent' THEN 'draft' WHEN 'lapsed' THEN 'lapsed' ELSE 'active' END,
    start + CASE cohort WHEN 'approval' THEN 60 WHEN 'answer' THEN 60 WHEN 'starting' THEN 10 ELSE 0 END, start + 30,
    CASE cohort WHEN 'ending' THEN start + 30 END, CASE cohort WHEN 'answer' THEN start + 3 END, noon, noon,
    jsonb_build_object('as_of', start, 'task_version', task.version), case_id, made.department_id, employee_id, site_id,
    hr_id, task.id
FROM year_case made JOIN duty_task task ON task.department_id = made.department_id
WHERE cohort IN ('approval', 'answer', 'review', 'starting', 'ending', 'stopped', 'not_sent', 'lapsed', 'stage');
INSERT INTO duty_assignmentstep (action, from_state, to_state, role, at, match, assignment_id)
SELECT 'approve', 'pending_supervisor', 'pending_employee', 'supervisor', submitted_at, '{{}}', id
FROM duty_assignment WHERE state = 'pending_employee';
INSERT INTO duty_assignmentstep (action, from_state, to_state, role, at, match, assignment_id)
SELECT 'suspend', 'active', 'suspended', 'hr', submitted_at, '{{}}', id
FROM duty_assignment WHERE state = 'suspended';
INSERT INTO duty_concern (id, words, raised_at, case_id, raised_by_id)
SELECT gen_random_uuid(), 'Lift more', noon, case_id, hr_id FROM year_case WHERE cohort = 'concern';
"""
# In the evening: what was asked for is done, and findings end.
EVENING = """
UPDATE injuries_case SET next_check_in_on = NULL FROM year_case made
WHERE made.case_id = injuries_case.id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND cohort = 'check_in';
UPDATE injuries_case SET state = 'open', triaged_at = noon FROM year_case made
WHERE made.case_id = injuries_case.id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND cohort = 'report';
UPDATE injuries_case SET prevention_due_on = NULL FROM year_case made
WHERE made.case_id = injuries_case.id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND cohort = 'prevention';
UPDATE recovery_restriction known SET replaced_on = finish FROM year_case made
WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND cohort = 'question';
UPDATE recovery_stall known SET closed_on = '{day}', closed_at = timezone(zone, date '{day}' + time '19:00'),
    close_reason = CASE cohort WHEN 'stalled' THEN 'improved' WHEN 'visit' THEN 'outcome' WHEN 'unchanged' THEN
    'new_report' ELSE 'contacted' END
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
INSERT INTO recovery_appointment (id, kind, starts_at, ends_at, entered_at, case_id, entered_by_id)
SELECT gen_random_uuid(), 'follow_up', timezone(zone, start + 10 + time '10:00'),
    timezone(zone, start + 10 + time '11:00'), timezone(zone, date '{day}' + time '19:00'), case_id, hr_id
FROM year_case WHERE cohort = 'visit' AND start + 1 = '{day}' AND zone = ANY ('{{{zones}}}');
UPDATE recovery_appointment known SET outcome = 'seen', outcome_at = timezone(zone, date '{day}' + time '19:00')
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
UPDATE duty_assignment known SET state = CASE known.state WHEN 'active' THEN 'ended' ELSE 'withdrawn' END,
    ended_on = '{day}'
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
UPDATE duty_concern known SET answered_at = timezone(zone, date '{day}' + time '19:00'), answer = 'Spoken to Sam'
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
"""


CASES = "SELECT case_id, cohort, zone, start FROM year_case"


def company(people: int, cases: int, begin: date, zones: tuple[str, ...] = ZONES) -> Company:
    return Company(people=people, cases=cases, opened_on=begin, zones=zones)


def begin(start: str) -> str:
    """The facts; `start` says in SQL on which day those of a case begin, by its `place`."""
    return BEGIN.format(lasting=LASTING, cohort=COHORT_OF, start=start) + further.BEGIN


def evening(day: date, zones: tuple[str, ...]) -> str:
    return (EVENING + further.EVENING).format(day=day, zones=",".join(zones))


def read(rows: str) -> list[Facts]:
    """The rows of CASES as facts."""
    parts = (line.split("|") for line in rows.splitlines())
    return [Facts(int(case), cohort, zone, date.fromisoformat(start)) for case, cohort, zone, start in parts]
