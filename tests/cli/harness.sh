#!/usr/bin/env bash
# The harness itself: what fails is counted, and once.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"

# What the driver gets to see of a test that is this shell command; without the time that it took.
seen() {
    TEST_LIMIT_S=1 "$SRCDIR/tests/run" bash -c "$1" 2>/dev/null | grep -v '^# took '
}

is "a test that passes" "$(seen 'echo 1..1; echo ok 1 - a')" "1..1
ok 1 - a"
is "a failed case is not counted again by the exit status" "$(seen 'echo not ok 1 - a; exit 1')" "not ok 1 - a"
is "an end without a failed case is one failure" "$(seen 'echo ok 1 - a; exit 1')" "ok 1 - a
Bail out! exit status 1"
is "a crash is one failure" "$(seen 'echo ok 1 - a; kill -ABRT $$')" "ok 1 - a
Bail out! killed by SIGABRT"
is "a sanitizer's report is one failure more" "$(seen 'echo not ok 1 - a; exit 99')" "not ok 1 - a
Bail out! exit status 99"
is "a test that hangs is one failure" "$(seen 'sleep 60')" "Bail out! not finished after 1 s"
is "a skip of cmocka has the reason that was printed" "$(seen 'echo no peer here; echo not ok 3 "# SKIP" a')" "no peer here
ok 3 - a # SKIP no peer here"
# shellcheck disable=SC2016 # expanded in the test
is "a test has a folder of its own, which is removed" \
    "$(seen 'touch "$TMPDIR/x"; chmod 0 "$TMPDIR/x"; echo "$TMPDIR"' | xargs ls -d 2>&1 | grep -c 'No such file')" 1

# What tap.sh makes of these assertions, as results alone.
results() {
    bash -c ". '$SRCDIR/tests/cli/tap.sh'; $1; finish" 2>&1 | grep -oE '^(not )?ok [0-9]+' | xargs
}

is "ok passes and fails" "$(results 'ok a true; ok b false; ok c nosuchcommand')" "ok 1 not ok 2 not ok 3"
is "is passes and fails" "$(results 'is a x x; is b x "x "; is c "*" x')" "ok 1 not ok 2 not ok 3"
is "like passes and fails" "$(results 'like a abc ^a; like b abc ^b')" "ok 1 not ok 2"
is "exits passes and fails" "$(results 'exits a 3 bash -c "exit 3"; exits b 0 false; exits c 1 true')" "ok 1 not ok 2 not ok 3"
like "a tool that is missing is a skip with its reason" \
    "$(bash -c ". '$SRCDIR/tests/cli/tap.sh'; needs nosuchtool a && ok b true; finish")" \
    "^ok 1 - a # SKIP nosuchtool is not installed"$'\n'"1\.\.1$"
finish
