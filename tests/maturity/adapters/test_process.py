from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

import pytest

from maturity.adapters import process
from maturity.adapters.errors import AdapterError
from tests.servers import until

PYTHON = sys.executable


def run(script: str, *, timeout: float = 20, **more):
    return process.run([PYTHON, "-c", script], env={}, timeout=timeout, **more)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_tells_its_code_its_output_and_its_complaints():
    done = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (done.code, done.out, done.err) == (3, b"out\n", "err\n")


def test_secrets_of_ours_do_not_reach_a_child(monkeypatch):
    monkeypatch.setenv("RUNGS_SECRET_KEY", "hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgres://hunter2")
    assert b"hunter2" not in run("import os; print(dict(os.environ))").out


def test_a_process_that_takes_too_long_is_stopped_with_its_children(tmp_path):
    script = (
        "import subprocess, sys, time, pathlib;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    with pytest.raises(AdapterError, match="took too long") as stopped:
        run(script, timeout=1.0)
    assert not stopped.value.permanent
    until(lambda: not alive(int((tmp_path / "pid").read_text())), "the end of the child's child")


def test_a_flood_of_output_is_cut_off():
    with pytest.raises(AdapterError, match="more than 1,000 bytes"):
        run("while True: print('x' * 100)", limit=1_000)


def test_a_program_that_is_missing_is_told_in_one_sentence():
    with pytest.raises(AdapterError, match="no-such-program cannot be started: No such file"):
        process.run(["no-such-program"], env={}, timeout=1)


def test_whoever_reads_the_complaints_can_stop_the_process():
    def stop(text: str) -> None:
        raise AdapterError("enough", permanent=True)

    started = time.monotonic()
    with pytest.raises(AdapterError, match="enough"):
        run("import sys, time; print('x', file=sys.stderr, flush=True); time.sleep(60)", on_error_text=stop)
    assert time.monotonic() - started < 10


def echo(script: str) -> process.Conversation:
    return process.Conversation([PYTHON, "-uc", script], env={}, timeout=20)


ECHO = "import os, sys; [print(os.getpid(), line, end='') for line in sys.stdin]"


def test_one_process_answers_question_after_question():
    talk = echo(ECHO)
    told = []
    for question in (b"one\n", b"two\n"):
        with talk.ask(question) as answers:
            told.append(answers.readline().split())
    talk.close()
    assert [words[1] for words in told] == [b"one", b"two"]
    assert told[0][0] == told[1][0]


def test_answers_that_were_not_read_do_not_mix_with_the_next():
    talk = echo(ECHO)
    with suppress(ValueError), talk.ask(b"one\ntwo\n") as answers:
        first = answers.readline().split()
        raise ValueError
    with talk.ask(b"three\n") as answers:
        assert answers.readline().split()[1] == b"three"
    talk.close()
    assert not alive(int(first[0]))


def test_closing_a_conversation_leaves_no_process():
    talk = echo("import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    with talk.ask(b"x\n") as answers:
        pid = int(answers.readline())
    talk.close()
    assert not alive(pid)


def test_an_answer_that_does_not_come_ends_the_process():
    talk = process.Conversation([PYTHON, "-c", "import time; time.sleep(60)"], env={}, timeout=0.5)
    with pytest.raises(AdapterError, match="took too long"), talk.ask(b"x\n") as answers:
        assert answers.readline() == b""
    talk.close()
