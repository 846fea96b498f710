"""More facts, of the cohorts that hang on papers, questions and posts; and how they end."""

BEGIN = """
INSERT INTO duty_assignmentstep (action, from_state, to_state, role, at, match, assignment_id)
SELECT 'lapse', 'active', 'lapsed', 'system', submitted_at, '{}', id FROM duty_assignment WHERE state = 'lapsed';
INSERT INTO duty_returnplan (written_at, case_id, duty_id, written_by_id)
SELECT noon, made.case_id, known.id, hr_id
FROM year_case made JOIN duty_assignment known ON known.case_id = made.case_id WHERE cohort = 'stage';
INSERT INTO duty_returnstage (position, starts_on, ends_on, own_job, goal, needs_report, plan_id, task_id)
SELECT place_in_plan, start + (place_in_plan - 1) * 10, start + place_in_plan * 10 - 1, false, 'Full shifts', false,
    plan.id, duty.task_id
FROM year_case made JOIN duty_returnplan plan ON plan.case_id = made.case_id
JOIN duty_assignment duty ON duty.id = plan.duty_id CROSS JOIN generate_series(1, 2) AS stages(place_in_plan);
UPDATE duty_assignment known SET stage_id = stage.id
FROM duty_returnplan plan JOIN duty_returnstage stage ON stage.plan_id = plan.id AND stage.position = 1
WHERE plan.duty_id = known.id;
INSERT INTO duty_dutyquestion (kind, cause, opened_on, due_on, days, of_days, answer, case_id)
SELECT CASE cohort WHEN 'period' THEN 'period_soon' ELSE cohort END, '', start,
    start + CASE cohort WHEN 'accommodation' THEN 30 ELSE 10 END, 0, 0, '', case_id
FROM year_case WHERE cohort IN ('period', 'accommodation', 'gap');
INSERT INTO duty_providerlink (id, provider, email, digest, made_at, expires_at, mail_attempts, mail_error, case_id,
    made_by_id)
SELECT gen_random_uuid(), 'Dr Lee', '', md5(case_id::text), noon, noon + interval '9 days', 0, '', case_id, hr_id
FROM year_case WHERE cohort = 'link';

INSERT INTO people_brokenglass (employee_id, "case", reason, opened_at, until, user_id)
SELECT employee_id, case_id, 'Fire', noon, noon + interval '1 hour', hr_id FROM year_case WHERE cohort = 'glass';
UPDATE people_employee person SET left_on = start FROM year_case made
WHERE made.employee_id = person.id AND cohort = 'left';
INSERT INTO people_department (name, establishment_id)
SELECT 'Led by ' || employee_id, site_id FROM year_case WHERE cohort IN ('supervision', 'substitute');
INSERT INTO people_supervision (starts_on, ends_on, department_id, supervisor_id)
SELECT start, start + 10, led.id, employee_id
FROM year_case made JOIN people_department led ON led.name = 'Led by ' || employee_id WHERE cohort = 'supervision';
INSERT INTO people_supervision (starts_on, department_id, supervisor_id)
SELECT start, led.id, (SELECT min(supervisor_id) FROM people_supervision own
    WHERE own.department_id = made.department_id)
FROM year_case made JOIN people_department led ON led.name = 'Led by ' || employee_id WHERE cohort = 'substitute';
INSERT INTO people_supervision (starts_on, ends_on, department_id, supervisor_id, stands_in_for_id)
SELECT start, start + 10, led.id, employee_id, post.id
FROM year_case made JOIN people_department led ON led.name = 'Led by ' || employee_id
JOIN people_supervision post ON post.department_id = led.id WHERE cohort = 'substitute';
ANALYZE;
"""
EVENING = """
UPDATE duty_dutyquestion known SET closed_at = timezone(zone, date '{day}' + time '19:00'), answer = 'Decided'
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
UPDATE duty_providerlink known SET revoked_at = timezone(zone, date '{day}' + time '19:00')
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}');
UPDATE recovery_workstatusreport known SET accepted_at = timezone(zone, date '{day}' + time '19:00'),
    accepted_by_id = hr_id
FROM year_case made WHERE made.case_id = known.case_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND by_link;
UPDATE people_supervision known SET ends_on = NULL FROM year_case made
WHERE made.employee_id = known.supervisor_id AND finish = '{day}' AND zone = ANY ('{{{zones}}}')
    AND cohort = 'supervision';
UPDATE injuries_case SET state = 'closed', closed_on = '{day}' FROM year_case made
WHERE made.case_id = injuries_case.id AND finish = '{day}' AND zone = ANY ('{{{zones}}}') AND cohort IN ('limits',
    'question', 'left', 'full_duty', 'improvement', 'no_report', 'off_work', 'released', 'visit_named');
"""
