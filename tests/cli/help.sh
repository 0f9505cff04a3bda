#!/usr/bin/env bash
# The program's face: help, version, unknown verbs; and that help, manuals, completions and tests agree.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
verbs=$("$WS" --help | sed -n '/^usage/,/-h, --help/p' | sed -nE 's/^  ([a-z]+) .*/\1/p')
options() { "$WS" "$1" --help | grep -oE '^  (-.,|   ) --[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+'; }
letters() { "$WS" "$1" --help | grep -oE '^  -., --[a-z0-9-]+'; }

exits "--help" 0 "$WS" --help
is "--help begins with three examples" "$(head -n 3 stdout | grep -c '^  wirespeak ')" 3
exits "no argument is wrong usage" 2 "$WS"
like "and shows the usage" "$(cat stderr)" "usage: wirespeak VERB"
exits "an unknown verb" 2 "$WS" raed
is "names the nearest" "$(cat stderr)" "wirespeak: raed: no such verb; did you mean read?"
exits "a file is not a verb" 2 "$WS" "$SRCDIR/README.md"
like "names the verb" "$(cat stderr)" "did you mean wirespeak read "
exits "an unknown option" 2 "$WS" --nosuch
exits "--version" 0 "$WS" --version
like "is the program's" "$(cat stdout)" "^wirespeak [0-9]+\.[0-9]+\.[0-9]+$"
like "--version -v names what it is built on" "$("$WS" --version -v)" "plugin interface 1.*libpcap.*OpenSSL"

for verb in $verbs; do
    ok "$verb --help fits a screen of 40 lines, 100 columns" \
        test "$("$WS" "$verb" --help | awk 'length > 100 { n = 99 } END { print NR + n }')" -le 40
    is "$verb --help begins with three examples" "$("$WS" "$verb" --help | head -n 3 | grep -c '^  .*wirespeak ')" 3
    page=$SRCDIR/docs/man/wirespeak-$verb.1
    undocumented=$(for o in $(options "$verb"); do grep -qF -- ".It Fl ${o#-}" "$page" || grep -qE -- "^\.It .*Fl ${o#-}( |$)" "$page" || echo "$o"; done)
    is "wirespeak-$verb(1) has every option" "$undocumented" ""
    extra=$(grep -E '^\.It Fl' "$page" | grep -oE 'Fl -[a-z0-9-]+' | sed 's/^Fl /-/' | while read -r o; do options "$verb" | grep -qxF -- "$o" || echo "$o"; done)
    is "wirespeak-$verb(1) has no other" "$extra" ""
    for shell in bash zsh; do
        file=$SRCDIR/contrib/completion/wirespeak.$shell
        [ $shell = zsh ] && file=$SRCDIR/contrib/completion/_wirespeak
        missing=$(for o in $(options "$verb"); do grep -qE -- "(^|[^a-z-])$o([^a-z-]|$)" "$file" || echo "$o"; done)
        is "the $shell completion has every option of $verb" "$missing" ""
    done
    untested=$(for o in $(options "$verb"); do grep -qx -- "# $o" "$SRCDIR"/tests/cli/"$verb"*.sh || echo "$o"; done)
    is "every option of $verb has a test" "$untested" ""
    ok "every letter of $verb has a long form" test -z "$(letters "$verb" | grep -vE -- '--')"
done

what="the manuals are clean"
needs mandoc "$what" && ok "$what" mandoc -T lint -W warning "$SRCDIR"/docs/man/*.[15]
finish
