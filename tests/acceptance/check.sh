#!/bin/sh
# Every row of the acceptance tables has a test, and every test that a row names exists. TAP.
#
# usage: tests/acceptance/check.sh [TABLE.tsv ...]
root=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- "$root"/tests/acceptance/*.tsv

# PROGRAM:CASE of every unit test in the sources.
cases=$(find "$root/tests" -name 'test_*.c' -exec awk '
    /^static void [a-z0-9_]+\(void \*\*state\)/ {
        split($3, name, "(")
        program = FILENAME
        sub(/.*\//, "", program)
        sub(/\.c$/, "", program)
        print program ":" name[1]
    }' {} +)

printf '%s\n' "$cases" | awk -v root="$root" '
    function exists(file,    line, found) {
        found = (getline line < file) >= 0
        close(file)
        return found
    }
    function result(good, what) {
        n++
        bad += !good
        print (good ? "ok " : "not ok ") n " - " what
    }
    function wrong(test) {
        if (test == "speaker" || test == "host" || test == "none" || test in known)
            return ""
        if (sub(/^capture:/, "", test)) {
            test = root "/" captures "/" test
            return exists(test ".pcap") && exists(test ".expected.ndjson") ? "" : "no capture " test
        }
        return "no test " test
    }
    function close_table(    prefix, i) {
        for (prefix in rows) {
            for (i = 1; i <= rows[prefix]; i++)
                if (!((prefix "." i) in seen))
                    result(0, table ": row " prefix "." i " is missing")
            delete rows[prefix]
        }
        for (i in seen)
            delete seen[i]
    }
    FILENAME == "-" { known[$0]; next }
    FNR == 1 {
        close_table()
        table = FILENAME
        sub(/.*\//, "", table)
        FS = "\t"
    }
    /^# captures: / { split($0, word, " "); captures = word[3]; next }
    /^# rows: / { split($0, word, " "); rows[word[3]] = word[4]; next }
    /^#/ || /^$/ { next }
    {
        split($0, column, "\t")
        split(column[1], part, ".")
        why = column[1] in seen ? "stands twice" : ""
        if (!(part[1] in rows) || part[2] < 1 || part[2] > rows[part[1]])
            why = "is no row of the document"
        seen[column[1]]
        count = split(column[3], tests, " ")
        if (count == 0)
            why = "has no test"
        for (i = 1; i <= count && !why; i++)
            why = wrong(tests[i])
        result(!why, table ": " column[1] (why ? ": " why : ""))
    }
    END {
        close_table()
        print "1.." n
        exit bad || !n
    }' - "$@"
