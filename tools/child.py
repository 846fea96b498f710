"""Become another program that ends when its parent does. Run by path: python -I -S child.py …

Arguments: the parent's process id, the signal to receive when that parent dies, the user to become
(or "-"), then the program and its arguments. The process id stays the same, so that whoever started
this file can signal the program itself.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(user: str) -> None:
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def end_with_parent(parent: int, signal_number: int) -> None:
    """Linux only; elsewhere `./dev up` finds what a killed run left behind by its notes."""
    if sys.platform != "linux":
        return
    # Changing the user clears this wish, so it comes after become().
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The parent is gone.")


if __name__ == "__main__":
    parent_id, death_signal, wanted_user, *command = sys.argv[1:]
    if wanted_user != "-":
        become(wanted_user)
    end_with_parent(int(parent_id), int(death_signal))
    os.execvp(command[0], command)  # noqa: S606 - replacing this process is the purpose
