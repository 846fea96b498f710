"""The throw-away PostgreSQL and Valkey of one test run. Their addresses are known before they start."""

import atexit
from functools import cache

from tools.environment import Addresses
from tools.postgres import OWNER, WEB
from tools.throwaway import PASSWORD, Throwaway

DATABASE = "lightduty_tests"
SERVERS = Throwaway()
atexit.register(SERVERS.stop)


def addresses() -> Addresses:
    """Where settings will find this run's servers."""
    server = SERVERS.planned()
    return Addresses(
        owner_url=server.url(OWNER, PASSWORD, DATABASE),
        web_url=server.url(WEB, PASSWORD, DATABASE),
        redis_url=SERVERS.broker_url(),
        base_url="http://testserver",
        mail=None,
        media=SERVERS.folder / "files",
    )


@cache
def started() -> Throwaway:
    """The servers, started at the first call, with an empty migrated database for the tests themselves."""
    SERVERS.start()
    SERVERS.make_database(DATABASE)
    return SERVERS
