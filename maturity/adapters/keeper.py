"""Runs one program and answers for all it starts: a script of its own, started by path.

    keeper.py PARENT GRACE PROGRAM ARGUMENT…

The program leads a group of processes. When the keeper is told to end (SIGTERM), or its parent dies, however
it dies, the group gets SIGINT, and after GRACE seconds SIGKILL. Whatever the program leaves behind in its
group when it ends is killed too. The keeper ends as the program did: 128 + number for a signal, 127 when it
could not be started.

It is apart from `process` because asking Linux to be told of a parent's death has to happen between fork and
exec, where a process with threads, as a worker is, can do nothing safely. The keeper has one thread.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from contextlib import suppress

PR_SET_PDEATHSIG = 1
AWAITED = (signal.SIGCHLD, signal.SIGTERM)


def main(parent: int, grace: float, argv: list[str]) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
    die_with(parent, signal.SIGTERM)
    keeper, child = os.getpid(), os.fork()
    if child == 0:
        become(keeper, argv)
    with suppress(PermissionError):  # it has already become the program, and done this itself
        os.setpgid(child, child)
    return keep(child, grace)


def die_with(parent: int, sign: signal.Signals) -> None:
    """Get `sign` when the thread that started this process ends. Linux only; elsewhere nothing happens."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign)
    if os.getppid() != parent:  # it died before it could be watched
        os._exit(1)


def become(keeper: int, argv: list[str]) -> None:
    """What a worker ignores or blocks must not be ignored here: being told to stop."""
    os.setpgid(0, 0)
    die_with(keeper, signal.SIGINT)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(sign, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - a list of arguments, no shell
    except OSError as error:
        os.write(2, f"{argv[0]} cannot be started: {error.strerror}\n".encode())
        os._exit(127)


def keep(child: int, grace: float) -> int:
    deadline = None
    while True:
        left = 3600.0 if deadline is None else deadline - time.monotonic()
        told = signal.sigtimedwait(AWAITED, max(left, 0.0))
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if told is None and deadline is not None:
            to_group(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            break
        if told is not None and told.si_signo == signal.SIGTERM and deadline is None:
            to_group(child, signal.SIGINT)
            deadline = time.monotonic() + grace
    to_group(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def to_group(leader: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, sign)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
