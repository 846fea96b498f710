"""The write-only drop-box: a link in a message takes one check-in without sign-in, and gives nothing away.

The token is computed from the case and the day, so that a letter sent again carries the same link and no token has to
be stored; that it was used or taken back stands in its row, which knows the token by its hash alone.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from people.clock import local_day
from people.refusals import Refused
from people.scope import beyond_the_wall, verb
from people.wall import Actor
from recovery.models import CheckIn, Consent, DropBoxLink
from recovery.services.check_in import submit_check_in
from recovery.services.rules import policy_of

Ask = tuple[int, date]
PATH = "/c/"
TOKEN_LETTERS = 32  # 128 bits in hexadecimal: short enough for a text message, and never a word by chance

# A key that was changed gives new tokens: the newest letter's link is the one that works.
MAKE = """
INSERT INTO recovery_dropboxlink (id, case_id, due_on, digest, made_at, expires_at)
SELECT made.id, made.case_id, made.due_on, made.digest, %s, %s
FROM unnest(%s::uuid[], %s::bigint[], %s::date[], %s::text[]) AS made(id, case_id, due_on, digest)
JOIN injuries_case held ON held.id = made.case_id AND held.state = 'open'
LEFT JOIN recovery_policy rules ON rules.establishment_id = held.establishment_id
LEFT JOIN recovery_consent consent ON consent.case_id = held.id
WHERE COALESCE(rules.drop_box, true) AND NOT COALESCE(consent.drop_box_off, false)
ON CONFLICT (case_id, due_on) DO UPDATE SET digest = EXCLUDED.digest
RETURNING case_id, due_on, used_at IS NULL AND revoked_at IS NULL
"""


class DoorState(Enum):
    OPEN = "open"
    USED = "used"
    DEAD = "dead"


def token_of(case_id: int, due_on: date) -> str:
    made = salted_hmac("recovery.drop-box", f"{case_id}:{due_on.isoformat()}", algorithm="sha256")
    return made.hexdigest()[:TOKEN_LETTERS]


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def drop_box_links(*, asks: Collection[Ask], at: datetime) -> dict[Ask, str]:
    """The link for each check-in asked for, by case and day: one statement for any number.

    A case whose employee or site wants none is left out.
    """
    wanted = sorted(set(asks))
    if not wanted:
        return {}
    tokens = {ask: token_of(*ask) for ask in wanted}
    expires = at + timedelta(days=settings.DROP_BOX_DAYS)
    columns = (
        [uuid4() for _wanted in wanted],
        [case_id for case_id, _day in wanted],
        [day for _case_id, day in wanted],
        [digest_of(tokens[ask]) for ask in wanted],
    )
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [at, expires, *columns])
        live = [(case_id, day) for case_id, day, works in cursor.fetchall() if works]
    return {ask: f"{settings.BASE_URL}{PATH}{tokens[ask]}/" for ask in live}


@beyond_the_wall("a link without sign-in is known by its row, and its row by nobody else")
def find_drop_box(token: str, *, at: datetime) -> tuple[DoorState, DropBoxLink | None]:
    """Where a token leads. Wrong, expired and revoked ones cannot be told apart; looking changes nothing."""
    digest = digest_of(token)
    rows = DropBoxLink.objects.select_related("case__establishment", "case__employee__user", "case__consent")
    link = rows.filter(digest=digest).first()
    if link is None or not hmac.compare_digest(link.digest, digest) or not _lives(link, at):
        return DoorState.DEAD, None
    answered = CheckIn.objects.current().filter(case=link.case_id, day__gte=link.due_on)
    if link.used_at or answered.exists():
        return DoorState.USED, link
    return DoorState.OPEN, link


def _lives(link: DropBoxLink, at: datetime) -> bool:
    user = link.case.employee.user
    consent: Consent | None = getattr(link.case, "consent", None)
    return bool(
        link.revoked_at is None
        and link.expires_at > at
        and link.case.state == Case.State.OPEN
        and user is not None
        and user.is_active
        and not (consent and consent.drop_box_off)
        and policy_of(link.case.establishment_id).drop_box
    )


@verb
def use_drop_box(*, token: str, at: datetime, scores: Mapping[str, int], alarming: bool) -> CheckIn:
    """Put one check-in into the drop-box, in the employee's name. A second one finds the link used."""
    state, link = find_drop_box(token, at=at)
    claimed = 0
    if link is not None and state is DoorState.OPEN:
        claimed = DropBoxLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=at)
    if link is None or claimed != 1:
        raise Refused(_("This link has been used already. Nothing was sent."), code="LINK_USED")
    employee = link.case.employee
    today = local_day(at, link.case.establishment.timezone)
    # The link acts as the employee and as nothing else: no department, no role of the same account.
    actor = Actor(user=employee.user, employee_id=employee.pk, at=at, today=today)
    return submit_check_in(
        actor=actor, case=link.case, at=at, scores=scores, alarming=alarming, client_key=link.pk, by_link=True
    )
