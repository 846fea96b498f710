"""A made-up company of any size, written into a database by a handful of statements: no row goes through Python."""

from dataclasses import dataclass
from datetime import date

from tools.postgres import Postgres

PEOPLE_IN_A_DEPARTMENT = 200
# Django fills in what a form leaves out, PostgreSQL does not: what is not named below is empty, none or no.
EMPTY = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
        AND is_generated = 'NEVER' AND data_type IN ('character varying', 'text', 'boolean', 'jsonb', 'ARRAY',
            'smallint', 'integer', 'numeric', 'date', 'timestamp with time zone', 'uuid',
            'int4multirange', 'tstzmultirange', 'datemultirange', 'nummultirange', 'int8multirange', 'tsmultirange')
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER %I SET DEFAULT %s', one.table_name, one.column_name, CASE one.data_type
            WHEN 'boolean' THEN 'false' WHEN 'jsonb' THEN quote_literal('{{}}') WHEN 'ARRAY' THEN quote_literal('{{}}')
            WHEN 'smallint' THEN '0' WHEN 'integer' THEN '0' WHEN 'numeric' THEN '0' WHEN 'date' THEN 'current_date'
            WHEN 'timestamp with time zone' THEN 'now()' WHEN 'uuid' THEN 'gen_random_uuid()'
            WHEN 'text' THEN quote_literal('') WHEN 'character varying' THEN quote_literal('')
            ELSE quote_literal('{{}}') END);
    END LOOP;
END $$;
"""
# The departments' supervisors are their first people; the HR of each site is one account that leads as well.
FOUND = """
{empty}
INSERT INTO people_establishment (name, code, timezone, weekend, send_hour, contact_name, contact_phone,
    emergency_number)
SELECT 'Site ' || n, 'site-' || n, zone, '{{5,6}}', 8, '', '', ''
FROM unnest('{{{zones}}}'::text[]) WITH ORDINALITY AS made(zone, n);

INSERT INTO people_user (password, is_superuser, email, full_name, language, is_active, is_staff, date_joined)
SELECT '!', false, 'hr' || id || '@example.com', 'Rosa ' || id, 'en', true, false, now() FROM people_establishment;
INSERT INTO people_rolegrant (role, is_lead, establishment_id, user_id)
SELECT 'hr', true, site.id, account.id
FROM people_establishment site JOIN people_user account ON account.email = 'hr' || site.id || '@example.com';

INSERT INTO people_department (name, establishment_id)
SELECT 'Department ' || n, site.id FROM people_establishment site,
    generate_series(1, ceil({people} / {in_department}.0 / {sites})::int) n;

INSERT INTO people_user (password, is_superuser, email, full_name, language, is_active, is_staff, date_joined)
SELECT '!', false, 'p' || n || '@example.com', 'Given' || n || ' Family' || n, {language}, true, false, now()
FROM generate_series(1, {people}) n;
INSERT INTO people_employee (number, given_name, family_name, email, phone, job_title, language, hired_on,
    department_id, user_id, establishment_id)
SELECT 'E' || n, 'Given' || n, 'Family' || n, 'p' || n || '@example.com', '', 'Assembler', {language}, '2020-01-06',
    place.id, account.id, place.establishment_id
FROM generate_series(1, {people}) n
JOIN (SELECT id, establishment_id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS all_of_them
      FROM people_department) place ON place.number = n % place.all_of_them
JOIN people_user account ON account.email = 'p' || n || '@example.com';
INSERT INTO people_supervision (starts_on, department_id, supervisor_id)
SELECT '2020-01-06', department_id, min(id) FROM people_employee GROUP BY department_id;
"""
# The people with a case are spread over the departments; none of them supervises.
OPEN_CASES = """
INSERT INTO injuries_case (number, state, opened_on, opened_at, began_on, first_treated_on, repetitive_task, body_part,
    side, earlier_injury, work_related, triaged_at, oiics_edition, oiics_nature, oiics_part, oiics_event,
    next_check_in_on, prevention, prevention_by, employee_id, establishment_id, owner_id, more_parts)
SELECT 'C' || person.id, 'open', {opened}, {opened}::timestamp AT TIME ZONE 'UTC', {opened}, {opened}, 'assembly',
    'WRIST', 'R', '', 'yes', {opened}::timestamp AT TIME ZONE 'UTC', '', '', '', '', {next_check_in}, '', '',
    person.id, person.establishment_id, held.user_id, '{{}}'
FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM people_employee
      WHERE id NOT IN (SELECT supervisor_id FROM people_supervision) ORDER BY id LIMIT {cases}) person
JOIN people_rolegrant held ON held.establishment_id = person.establishment_id AND held.role = 'hr';
INSERT INTO recovery_course (case_id, status, since, main_activity, pause_reason, evidence)
SELECT id, 'ok', opened_on, '', '', '{{}}' FROM injuries_case;
ANALYZE;
"""


@dataclass(frozen=True)
class Company:
    """So many people over sites in these time zones; so many of them with an open case."""

    people: int
    cases: int
    opened_on: date
    zones: tuple[str, ...] = ("America/Chicago",)
    opened: str = ""
    next_check_in: str = ""
    languages: tuple[str, ...] = ("en", "es")

    def found(self, server: Postgres, database: str) -> None:
        """Write it. `opened` and `next_check_in` may say in SQL what differs by the person's `place` in the list."""
        server.sql(self.statements(), database=database)

    def statements(self) -> str:
        languages = ", ".join(f"'{language}'" for language in self.languages)
        day = f"date '{self.opened_on}'"
        founded = FOUND.format(
            empty=EMPTY.replace("{{}}", "{}"),
            zones=",".join(self.zones),
            sites=len(self.zones),
            people=self.people,
            in_department=PEOPLE_IN_A_DEPARTMENT,
            language=f"(ARRAY[{languages}])[1 + n % {len(self.languages)}]",
        )
        opened = self.opened or day
        cases = OPEN_CASES.format(opened=f"({opened})", next_check_in=self.next_check_in or opened, cases=self.cases)
        return founded + cases
