"""Two supervisors press "approve" at the same moment, each of them twice: exactly one decision."""

from concurrent.futures import ThreadPoolExecutor

from tools.faults.callers import call, token_of
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World
from tools.say import say

# A task that somebody has looked at, a second supervisor of its department, and for each case a report and a proposal.
PROPOSE = """
from datetime import timedelta
from people.models import Employee, Supervision, User
from people.actors import actor_for
from people.clock import now
from people.scope import verb
from people.services import appoint_supervisor
from injuries.models import Case
from duty import services
from recovery.services import LimitFacts, WorkStatusFacts
at = now()
rosa = actor_for(User.objects.get(email="hr1@example.com"), at=at)
first = Supervision.objects.select_related("department", "supervisor").order_by("department_id").first()
second = Employee.objects.filter(cases__isnull=True).exclude(pk__in=Supervision.objects.values("supervisor")).first()
appoint_supervisor(department=first.department, supervisor=second, starts_on=at.date() - timedelta(days=9))
demands = (services.DemandFacts(activity="SIT", status="ASSESSED", minutes=360),
    services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=8, hands="BOTH"))
task = services.store_task(at=at, facts=services.TaskFacts(code="FILING", name="Filing", kind="light",
    department=first.department, description="File papers.", place="Room 4", shift_minutes=480, days_per_week=5,
    night=False, overtime=False, absent=("CLIMB", "LOW_POSTURE"), demands=demands, assessed_by="Pia Hart",
    assessed_on=at.date() - timedelta(days=1)))
limit = LimitFacts(kind="MAX_WEIGHT", activity="LIFT", points=({"lb": 10},), original_words="no more than 10 lb")
made, cases = [], list(Case.objects.exclude(employee__in=[first.supervisor, second]).order_by("pk")[:COUNT])
@verb
def bring_before_the_supervisors(some):
    for case in some:
        facts = WorkStatusFacts(provider="Dr Kim", status="RESTRICTED", issued_on=at.date(), starts_on=at.date(),
            ends_on=at.date() + timedelta(days=28))
        services.receive_report(actor=rosa, case=case, at=at, facts=facts, limits=(limit,))
        row = services.propose(actor=rosa, case=case, task=task, at=at, starts_on=at.date() + timedelta(days=1),
            planned_end_on=at.date() + timedelta(days=21))
        made.append(str(services.submit(actor=rosa, assignment=row, at=at).pk))
for begin in range(0, len(cases), 25):
    bring_before_the_supervisors(cases[begin:begin + 25])
answer = dict(duties=made, supervisors=[first.supervisor.user.email, second.user.email])
"""


def run(stack: Stack, full: int) -> Outcome:
    duties = 10_000 // full if full else 40
    with stack.world(due_people(duties)) as made:
        asked = made.ask(PROPOSE.replace("COUNT", str(duties)))
        made.product.web()
        made.product.wait_for_web()
        tokens = [token_of(made, email) for email in asked["supervisors"]]
        outcome = Outcome(f"{duties} duties, 2 supervisors, each twice")
        yes = refused = 0
        with ThreadPoolExecutor(2) as pairs, ThreadPoolExecutor(8) as callers:

            def at_once(duty: str) -> list[int]:
                return list(callers.map(lambda token: approve(made, duty, token), [*tokens, *tokens]))

            # Two duties at a time, or the web would wait for its callers.
            for number, statuses in enumerate(pairs.map(at_once, asked["duties"]), start=1):
                yes += statuses.count(200)
                refused += sum(400 <= status < 500 for status in statuses)
                if number % 1000 == 0:
                    say(f"    {number} duties, {yes} approvals")
        return judge(made, outcome, duties, yes, refused)


def approve(made: World, duty: str, token: str) -> int:
    return call(made, "POST", f"/api/v1/assignments/{duty}/approve/", token=token, body={}).status


def judge(made: World, outcome: Outcome, duties: int, yes: int, refused: int) -> Outcome:
    steps = made.count("duty_assignmentstep WHERE action = 'approve'")
    approved = made.count("duty_assignment WHERE state = 'pending_employee'")
    outcome.lost, outcome.doubled = duties - approved, steps - approved
    outcome.expect(yes == duties, f"{yes} requests were told that they had approved")
    outcome.expect(refused == 3 * duties, f"{refused} of {3 * duties} later ones were refused in words")
    outcome.notes.append(
        f"{4 * duties} requests, {yes} approvals, {refused} refusals, {steps} decisions in the records"
    )
    return outcome
