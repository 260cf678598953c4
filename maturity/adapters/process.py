"""The only module that starts processes, with `keeper`: bounded in time and output, a clean environment."""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from msgspec import Struct

from maturity.adapters.errors import AdapterError

OUTPUT_LIMIT = 8_000_000
CHUNK = 1 << 16
GRACE = 2.0
KEEPER = Path(__file__).with_name("keeper.py")
LOOK_EVERY = 0.2
PR_SET_PDEATHSIG = 1
# Nothing else of our environment reaches a child: no secret key, no database password.
PASSED_ON = (
    "PATH", "TMPDIR", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy", "no_proxy",
    "HTTPS_PROXY", "NO_PROXY",
)  # fmt: skip


Child = subprocess.Popen[bytes]


class Completed(Struct, frozen=True):
    """A process that ended by itself. `err` is the end of what it wrote to standard error."""

    code: int
    out: bytes
    err: str


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | dict(extra)


def run(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    timeout: float,
    cwd: Path | None = None,
    limit: int = OUTPUT_LIMIT,
    on_error_text: Callable[[str], None] | None = None,
) -> Completed:
    """Run to the end. Raises AdapterError when it cannot start, takes longer than `timeout`
    seconds or prints more than `limit` bytes; `on_error_text` sees standard error as it comes,
    and whatever it raises stops the process."""
    child = _start(argv, env, cwd, talking=False)
    try:
        out, err = _collect(child, argv[0], time.monotonic() + timeout, limit, on_error_text)
        return Completed(child.wait(timeout=GRACE), out, err)
    except subprocess.TimeoutExpired:
        raise AdapterError(f"{argv[0]} took too long and was stopped", permanent=False) from None
    finally:
        _stop(child)
        _close_pipes(child)


def _collect(
    child: subprocess.Popen[bytes],
    name: str,
    deadline: float,
    limit: int,
    on_error_text: Callable[[str], None] | None,
) -> tuple[bytes, str]:
    out, err = bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        for pipe in (child.stdout, child.stderr):
            selector.register(cast("IO[bytes]", pipe), selectors.EVENT_READ)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise AdapterError(f"{name} took too long and was stopped", permanent=False)
            for key, _ in selector.select(timeout=left):
                data = os.read(key.fd, CHUNK)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.fileobj is child.stdout:
                    out += data
                    if len(out) > limit:
                        raise AdapterError(f"{name} printed more than {limit:,} bytes", permanent=True)
                else:
                    err = (err + data)[-20_000:]
                    if on_error_text:
                        on_error_text(data.decode("utf-8", "replace"))
    return bytes(out), err.decode("utf-8", "replace")


def watch(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    out: Path,
    err: Path,
    look: Callable[[], None],
    limit: int,
    grace: float,
    hold: int | None = None,
) -> int:
    """Run a program that must be stopped gently, and leave nothing of it: its exit code, 128 + number when a
    signal ended it.

    Output goes into the files `out` and `err`: with a pipe it would die, and what it started would live on,
    when this process is killed. A keeper stops it then, and answers for all it started.

    look   called a few times a second; whatever it raises stops the program: SIGINT to all of it, SIGKILL
           after `grace` seconds
    limit  bytes of output, AdapterError above
    hold   a file descriptor that stays open until the last process has ended, so that a lock on it does
    """
    keeper = [sys.executable, "-I", "-S", str(KEEPER), str(os.getpid()), str(grace)]
    held = () if hold is None else (hold,)
    with out.open("wb") as to, err.open("wb") as errors:
        child = subprocess.Popen(
            [*keeper, *argv], env=environment(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=to,
            stderr=errors, start_new_session=True, pass_fds=held,
        )  # fmt: skip
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return child.wait(timeout=LOOK_EVERY)
            if out.stat().st_size + err.stat().st_size > limit:
                raise AdapterError(f"{argv[0]} printed more than {limit:,} bytes", permanent=True)
            look()
    finally:
        if child.poll() is None:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=grace + 10)
            _stop(child)


class Conversation:
    """A process that answers questions for as long as it is needed.

    argv     what is started, at the first question
    timeout  seconds until the answers of one `ask` must have been read
    """

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str], timeout: float, cwd: Path | None = None
    ) -> None:
        self._argv = argv
        self._env = env
        self._cwd = cwd
        self._timeout = timeout
        self._child: subprocess.Popen[bytes] | None = None

    @contextmanager
    def ask(self, questions: bytes) -> Iterator[IO[bytes]]:
        """Its answers, to be read to the end inside the block: otherwise the next `ask` starts it afresh.
        AdapterError when they did not come in time.

        All questions of one `ask` must fit into a pipe (64 KB): nobody reads while they are written.
        """
        child = self._child or self._started()
        late = threading.Event()
        watchdog = threading.Timer(self._timeout, _too_late, args=(late, child))
        watchdog.daemon = True
        watchdog.start()
        finished = False
        try:
            with suppress(BrokenPipeError):
                stdin = cast("IO[bytes]", child.stdin)
                stdin.write(questions)
                stdin.flush()
            yield cast("IO[bytes]", child.stdout)
            finished = True
        finally:
            watchdog.cancel()
            if not finished or late.is_set():
                self.close()
            if late.is_set():
                raise AdapterError(f"{self._argv[0]} took too long and was stopped", permanent=False)

    def close(self) -> None:
        if self._child is not None:
            _stop(self._child)
            _close_pipes(self._child)
            self._child = None

    def _started(self) -> subprocess.Popen[bytes]:
        self._child = _start(self._argv, self._env, self._cwd, talking=True)
        return self._child


def start(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Child:
    """A long-lived child of ours: it shares our output, ends with us, and leads a group of processes, so
    that a Ctrl-C reaches us alone."""
    return subprocess.Popen(
        argv,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_end_with_parent,
    )


def end(child: Child) -> None:
    """Kill it with its group."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _end_with_parent() -> None:
    """Asks Linux to stop this process when its parent is gone, even killed; elsewhere nothing happens."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(
    argv: Sequence[str], env: Mapping[str, str], cwd: Path | None, *, talking: bool
) -> subprocess.Popen[bytes]:
    """In a session of its own, so that it can be stopped with all it started."""
    try:
        return subprocess.Popen(
            argv,
            env=environment(env),
            cwd=cwd,
            stdin=subprocess.PIPE if talking else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if talking else subprocess.PIPE,
            bufsize=1 << 20,
            start_new_session=True,
        )
    except OSError as error:
        raise AdapterError(f"{argv[0]} cannot be started: {error.strerror}", permanent=True) from error


def _too_late(late: threading.Event, child: subprocess.Popen[bytes]) -> None:
    late.set()
    _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything it started: politely, then not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=GRACE)


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()
