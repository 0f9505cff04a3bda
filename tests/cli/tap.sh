# shellcheck shell=bash
# Assertions for tests written in shell. Source it, assert, end with `finish`. Run such a test by
# `make check TESTS=tests/cli/NAME.sh`; it starts in an empty folder of its own, and has
#   WS        the program, not installed        SRCDIR, BUILDDIR   absolute
#   SANITIZERS  its compiler flags, empty without sanitizers
set -u
: "${WS:?run tests by make check TESTS=tests/cli/NAME.sh}" "${SRCDIR:?}" "${BUILDDIR:?}"
cd "$TMPDIR" || exit 1
tap_n=0
tap_failed=0

# tap_result PASSED DESCRIPTION [DETAILS]: one line of TAP, and what explains a failure.
tap_result() {
    tap_n=$((tap_n + 1))
    if [ "$1" = 0 ]; then
        printf 'ok %d - %s\n' "$tap_n" "${2//#/\\#}"
    else
        tap_failed=$((tap_failed + 1))
        printf 'not ok %d - %s\n' "$tap_n" "${2//#/\\#}"
        [ -z "${3-}" ] || printf '%s\n' "$3" | sed 's/^/#   /'
    fi
}

# ok DESCRIPTION COMMAND...: the command succeeds; its output is shown when it does not.
ok() {
    local what=$1 output status=0
    shift
    output=$("$@" 2>&1) || status=$?
    tap_result "$status" "$what" "exit status $status of: $*
$output"
}

# is DESCRIPTION GOT WANTED: the texts are equal.
is() {
    local status=0
    [ "$2" = "$3" ] || status=1
    tap_result "$status" "$1" "got:    $2
wanted: $3"
}

# like DESCRIPTION TEXT REGEX: an extended regular expression matches somewhere in the text.
like() {
    local status=0
    [[ $2 =~ $3 ]] || status=1
    tap_result "$status" "$1" "got:          $2
wanted match: $3"
}

# exits DESCRIPTION STATUS COMMAND...: the exit status. Leaves what the command wrote in the files `stdout` and `stderr`.
exits() {
    local what=$1 wanted=$2 got=0
    shift 2
    "$@" >stdout 2>stderr || got=$?
    tap_result "$((got != wanted))" "$what" "exit status $got, wanted $wanted, of: $*
$(tail -n 20 stderr)"
}

# skip DESCRIPTION REASON: counted as skipped.
skip() {
    tap_n=$((tap_n + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_n" "${1//#/\\#}" "$2"
}

# needs TOOL DESCRIPTION: true when the tool is there; else DESCRIPTION is skipped.
needs() {
    command -v "$1" >/dev/null || { skip "$2" "$1 is not installed" && false; }
}

# finish: the plan, without which the driver reports that the test ended too early.
finish() {
    printf '1..%d\n' "$tap_n"
    exit "$((tap_failed > 0))"
}
