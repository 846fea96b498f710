"""Free TCP ports, and a way for two `./dev up` that start in the same second not to choose the same one."""

import atexit
import contextlib
import random
import socket
import sys

# Above, Linux and macOS choose the ports of outgoing connections.
NOBODY_CALLS_FROM = (20_000, 32_000)
# Held until this process ends; the names are gone with it, however it ends.
_reservations: list[socket.socket] = []


@atexit.register
def give_up_reservations() -> None:
    """In good order, so that Python has nothing to complain of at the end."""
    while _reservations:
        _reservations.pop().close()


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def reserve(port: int, host: str = "127.0.0.1") -> bool:
    """Whether the port is free and now ours: the server that will listen starts seconds later.

    The reservation is a Linux-only abstract socket name; elsewhere a free port is taken at its word.
    """
    if not is_free(port, host):
        return False
    if sys.platform == "linux":
        with contextlib.ExitStack() as given_up:
            name = given_up.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            try:
                name.bind(f"\0lightduty-port-{port}")
            except OSError:
                return False
            given_up.pop_all()
            _reservations.append(name)
    return True


def next_free(first: int, host: str = "127.0.0.1") -> int:
    """The first port from this one on that could be reserved."""
    return next(port for port in range(first, 65536) if reserve(port, host))


def any_free() -> int:
    """One of those that no system gives to outgoing connections.

    While a server is restarted, such a connection could take its port: somebody else's, or that of a caller who asks
    for it over and over and in the end meets himself there.
    """
    return next_free(random.randrange(*NOBODY_CALLS_FROM))  # noqa: S311 - any will do
