"""Whom a reminder goes to, as SQL beside each fact: `due` is the fact, with its case, employee, site and department,
and the employee's own account, which the ledger looks up for all facts at once.

Each piece yields recipient, audience and instead: whom HR stands in for, if anybody. Nobody is told twice and nobody
silently left out: an employee or a supervisor who cannot be reached here is replaced by HR, and the ledger says so.
"""

from dataclasses import dataclass

from notifications.models import Reminder

Audience = Reminder.Audience
Instead = Reminder.Instead

MANAGERS = """
SELECT account.id FROM people_user account
WHERE account.is_active AND EXISTS (
    SELECT 1 FROM people_rolegrant held WHERE held.user_id = account.id AND held.role = 'hr' {lead}
    AND (held.establishment_id = due.at_site OR held.establishment_id IS NULL))
"""

# An owner who has left HR or the site would get a link that answers 404.
OWNER = "SELECT owned.owner_id FROM injuries_case owned WHERE owned.id = due.for_case"
EVERYBODY_IN_HR = MANAGERS.format(lead="")
OWNER_IN_HR = f"{EVERYBODY_IN_HR} AND account.id = ({OWNER})"
LEADS = MANAGERS.format(lead="AND held.is_lead")

# How the ledger finds the employee's account.
OWN_ACCOUNT = "own.id = person.user_id AND own.is_active AND (person.left_on IS NULL OR person.left_on >= site.today)"


def either(first: str, otherwise: str) -> str:
    """The first group, or the other when the first has nobody in it."""
    return f"SELECT id FROM ({first}) first UNION ALL SELECT id FROM ({otherwise}) other WHERE NOT EXISTS ({first})"  # noqa: S608 - pieces of this file


# Nobody decides about their own duty, so nobody is asked to.
SUPERVISING = """
SELECT account.id FROM people_supervision post
JOIN people_employee person ON person.id = post.supervisor_id
JOIN people_user account ON account.id = person.user_id
WHERE post.department_id = due.at_department AND account.is_active AND person.id <> due.for_employee
AND post.starts_on <= due.today AND (post.ends_on IS NULL OR post.ends_on >= due.today)
AND post.stands_in_for_id IS {post}
"""
PRINCIPALS = SUPERVISING.format(post="NULL")
SUBSTITUTES = SUPERVISING.format(post="NOT NULL")

HR = either(OWNER_IN_HR, EVERYBODY_IN_HR)
HR_LEAD = either(LEADS, EVERYBODY_IN_HR)


def told(people: str, audience: Audience, instead: str = "") -> str:
    return f"SELECT id AS recipient_id, '{audience}' AS audience, '{instead}' AS instead FROM ({people}) people"  # noqa: S608 - pieces of this file


def employee() -> str:
    """The employee, or HR where there is no account that reaches them."""
    own = told("SELECT due.own_account AS id WHERE due.own_account IS NOT NULL", Audience.EMPLOYEE)
    return f"{own} UNION ALL {told(HR, Audience.HR, Instead.NO_ACCOUNT)} WHERE due.own_account IS NULL"


def in_charge() -> str:
    """Who answers for a department today: whoever stands in for the supervisor, who is away; else the supervisor."""
    away = f"SELECT id, '{Audience.SUBSTITUTE}' AS audience FROM ({SUBSTITUTES}) away"  # noqa: S608 - pieces of this file
    post = f"SELECT id, '{Audience.SUPERVISOR}' FROM ({PRINCIPALS}) post WHERE NOT EXISTS ({SUBSTITUTES})"  # noqa: S608
    reached = "SELECT id AS recipient_id, audience, '' AS instead FROM found"
    nobody = f"{told(HR, Audience.HR, Instead.NO_SUPERVISOR)} WHERE NOT EXISTS (SELECT FROM found)"
    both = f"WITH found AS MATERIALIZED ({away} UNION ALL {post}) {reached} UNION ALL {nobody}"
    return f"SELECT * FROM ({both}) reached"  # noqa: S608 - pieces of this file


@dataclass(frozen=True)
class Group:
    """People a rule may tell, by the name under which HR chooses them."""

    name: str
    sql: str


EMPLOYEE = Group("employee", employee())
SUPERVISOR = Group("supervisor", in_charge())
PRINCIPAL = Group("principal", told(PRINCIPALS, Audience.SUPERVISOR))
SUBSTITUTE = Group("substitute", told(SUBSTITUTES, Audience.SUBSTITUTE))
HR_DESK = Group("hr", told(HR, Audience.HR))
HR_LEADS = Group("hr_lead", told(HR_LEAD, Audience.HR))
