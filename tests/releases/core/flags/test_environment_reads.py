"""What a line that reads a flag falls back to, as code in the wild writes it."""

from __future__ import annotations

import pytest

from releases.core.flags import read

SHAPES = [
    ("a.ts", "const a = process.env.FF_X === 'true'", "false", False),
    ("a.ts", "const a = process.env.FF_X !== 'false'", "true", True),
    ("a.ts", "const a = process.env['FF_X'] ?? 'blue'", "blue", "blue"),
    ("a.ts", "const a = Number(process.env.FF_X ?? 3)", "3", 3),
    ("a.ts", "const a = parseInt(process.env.FF_X || '3', 10)", "3", 3),
    ("a.ts", "const a = (process.env.FF_X ?? 'true') === 'true'", "true", True),
    ("a.ts", "const a = process.env.FF_X?.toLowerCase() === 'true'", "false", False),
    ("a.ts", "if (!!process.env.FF_X) {", "false", False),
    ("a.tsx", "const a = import.meta.env.FF_X === '1'", "false", False),
    ("a.ts", "const a = Deno.env.get('FF_X')", "", None),
    ("a.ts", "export const a = envBool('FF_X', true)", "true", True),
    ("a.py", 'a = os.environ.get("FF_X", "false").lower() == "true"', "false", False),
    ("a.py", 'a = os.environ.get("FF_X", "true").lower() in ("1", "true")', "true", True),
    ("a.py", 'a = os.getenv("FF_X", "3")', "3", 3),
    ("a.py", 'a = int(os.getenv("FF_X", "-3"))', "-3", -3),
    ("a.py", 'a = os.environ["FF_X"]', "", None),
    ("a.py", 'a = os.getenv("FF_X") or "blue"', "blue", "blue"),
    ("a.py", 'a = env.bool("FF_X", default=True)', "true", True),
    ("a.py", 'a = env("FF_X", False)', "false", False),
    ("a.py", 'a = config("FF_X", default=False, cast=bool)', "false", False),
    ("a.py", 'a = bool(os.getenv("FF_X"))', "false", False),
    ("a.rb", "a = ENV.fetch('FF_X', 'false') == 'true'", "false", False),
    ("a.rb", "a = ENV.fetch('FF_X') { 'blue' }", "blue", "blue"),
    ("a.rb", "a = ENV['FF_X'] == 'true'", "false", False),
    ("a.go", 'a := os.Getenv("FF_X") == "true"', "false", False),
    ("a.go", 'a, ok := os.LookupEnv("FF_X")', "", None),
    ("A.java", 'boolean a = Boolean.parseBoolean(System.getenv("FF_X"));', "false", False),
    ("A.java", 'boolean a = "true".equals(System.getenv("FF_X"));', "false", False),
    ("A.java", 'String a = System.getenv().getOrDefault("FF_X", "blue");', "blue", "blue"),
    ("A.kt", 'val a = System.getenv("FF_X") ?: "blue"', "blue", "blue"),
    ("a.php", "$a = env('FF_X', false);", "false", False),
    ("a.rs", 'let a = std::env::var("FF_X").unwrap_or("3");', "", None),
    ("a.cs", 'var a = Environment.GetEnvironmentVariable("FF_X") == "true";', "false", False),
]


@pytest.mark.parametrize(("path", "text", "written", "default"), SHAPES)
def test_a_read_falls_back_to_what_its_line_says(path, text, written, default):
    (use,) = read(path, f"\n{text}\n".encode()).used
    assert (use.key, use.path, use.line, use.written) == ("FF_X", path, 2, written)
    assert (use.default, type(use.default)) == (default, type(default))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "// process.env.FF_X"),
        ("a.ts", "process.env.FF_X = 'true'"),
        ("a.ts", 'const a = "process.env.FF_X"'),
        ("a.py", '# os.getenv("FF_X")'),
        ("a.py", 'monkeypatch.setenv("FF_X", "1")'),
        ("a.py", 'os.getenv("HOME_FF_X")'),
        ("a.go", 'os.Unsetenv("FF_X")'),
        ("tests/a.py", 'os.getenv("FF_X")'),
        ("a.test.ts", "process.env.FF_X"),
        ("node_modules/a/index.js", "process.env.FF_X"),
        ("a.md", 'os.getenv("FF_X")'),
    ],
)
def test_what_only_looks_like_a_read_is_none(path, text):
    assert read(path, text.encode()).used == ()


def test_each_read_of_a_line_is_told_and_so_is_each_line():
    text = b"a = process.env.FF_A === 'true' && process.env.FF_B !== 'false'\nb(process.env.FF_A)\n"
    found = [(one.key, one.line, one.default) for one in read("a.js", text).used]
    assert found == [("FF_A", 1, False), ("FF_B", 1, True), ("FF_A", 2, None)]


def test_variables_of_bundlers_and_of_features_count():
    text = b"x(import.meta.env.VITE_FF_A, process.env.NEXT_PUBLIC_FEATURE_B, process.env.FEATURE_C)"
    assert [one.key for one in read("a.ts", text).used] == ["VITE_FF_A", "NEXT_PUBLIC_FEATURE_B", "FEATURE_C"]


@pytest.mark.parametrize(
    "text", [b"process.env.FF_X " * 20_000, b"env(" * 50_000 + b"'FF_X'", b"\xff\0FF_X'`\"" * 9]
)
def test_hostile_files_end_soon_and_stay_small(text):
    assert len(read("a.js", text).used) <= 500


def test_a_file_that_is_too_large_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match="larger than 1,000,000 bytes"):
        read("a.js", b"x" * 1_000_001)
