"""Eight months of the demo company, day by day; its sites live side by side (`portal.demo.shares`).

A replay that was broken off leaves the mark FOUNDING and is begun anew. Reminders of the past go to the in-app inbox
only. Those of the last two days are left to the running worker: it finds them due, plans them and sends them by mail.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from duty.services import advance
from notifications import services as reminders
from notifications.models import InboxItem
from people.models import Establishment
from people.scope import verb
from portal.demo.company import Company, found_company, send_away
from portal.demo.life import Life
from portal.demo.shares import Shares, do_not_wait_for_the_disk
from portal.demo.story import cast
from recovery.models import Stall
from recovery.services import notice_time

DAYS_BACK = 240
# The company has used reminders for the past four weeks; what came before was brought in without.
REMINDED_DAYS = 28
UNTOLD_DAYS = 2
HOME = "riverside"
FOUNDING = "riverside-founding"
Say = Callable[[str], None]


def exists() -> bool:
    return Establishment.objects.filter(code=HOME).exists()


def broken_off() -> bool:
    return Establishment.objects.filter(code=FOUNDING).exists()


def seed(*, at: datetime, say: Say) -> None:
    """Found the company and live through its days up to now."""
    do_not_wait_for_the_disk()
    lives = _begin(at)
    live_on(lives, at=at, say=say)
    Establishment.objects.filter(code=FOUNDING).update(code=HOME)
    open_now = Stall.objects.open().asks_for_follow_up().count()
    say(f"demo company: {len(lives)} cases, {open_now} follow-ups to ask for")


@verb
def _begin(at: datetime) -> list[Life]:
    rng = random.Random(20260409)  # noqa: S311 - a story, not a secret
    since = at.date() - timedelta(days=DAYS_BACK)
    company = found_company(rng, at=datetime.combine(since, time(12), UTC), since=since)
    lives = cast(company, rng, today=local_today(company, at))
    send_away(company, today=at.date())
    Establishment.objects.filter(code=HOME).update(code=FOUNDING)
    return lives


def live_on(lives: list[Life], *, at: datetime, say: Say) -> None:
    since = at.date() - timedelta(days=DAYS_BACK)
    with Shares(lives, partial(live_through, now=at), partial(plan, now=at)) as shares:
        for numbers in spells():
            days = [since + timedelta(days=number) for number in numbers]
            shares.live(*days)
            if UNTOLD_DAYS <= DAYS_BACK - numbers[-1] <= REMINDED_DAYS:
                shares.plan_reminders(days[-1])
                remind(days[-1], at=at)
            if any(number % 30 == 0 for number in numbers):
                say(f"demo company: day {numbers[-1]} of {DAYS_BACK}")


def spells() -> Iterator[range]:
    """The days that the sites live through before they wait for each other: a week, where no reminders are sent.

    Not longer: the cases of all sites have numbers of one series.
    """
    reminded = max(DAYS_BACK - REMINDED_DAYS, 0)
    for first in range(0, reminded, 7):
        yield range(first, min(first + 7, reminded))
    for day in range(reminded, DAYS_BACK + 1):
        yield range(day, day + 1)


def local_today(company: Company, at: datetime) -> dict[int, date]:
    return {site.pk: at.astimezone(ZoneInfo(site.timezone)).date() for site in company.sites.values()}


def live_through(lives: list[Life], day: date, *, now: datetime) -> None:
    """A local day of everybody at some sites, and its evening; on the last day nothing happens later than now."""
    for life in lives:
        zone = ZoneInfo(life.employee.establishment.timezone)

        def hour(hours: int, minutes: int, zone: ZoneInfo = zone) -> datetime:
            planned = datetime.combine(day, time(hours, minutes), zone)
            return min(planned, now - timedelta(minutes=5))

        if day <= now.astimezone(zone).date():
            life.live(day, hour)
    take_time(day, at=now, sites={life.employee.establishment_id for life in lives})


def take_time(day: date, *, at: datetime, sites: set[int]) -> None:
    """What the timetable does by itself, once in the evening."""
    advance(at=evening_of(day, at), sites=sites)
    notice_time(at=evening_of(day, at), sites=sites)


def plan(rules: slice, day: date, *, now: datetime) -> None:
    reminders.plan(at=evening_of(day, now), share=rules)


def remind(day: date, *, at: datetime) -> None:
    """The reminders of a day long past: they stand in the ledger and the inbox, and nobody gets a mail now."""
    evening = evening_of(day, at)
    reminders.deliver_due(at=evening, channels=("inbox",))
    # Everybody opens their messages within two days.
    InboxItem.objects.unread().filter(created_at__lt=evening - timedelta(days=UNTOLD_DAYS)).update(read_at=evening)


def evening_of(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day + timedelta(days=1), time(3), UTC), at)
