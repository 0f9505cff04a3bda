#!/usr/bin/env bash
# Completion in bash and zsh: what TAB offers.
# shellcheck source=tests/cli/tap.sh
. "$SRCDIR/tests/cli/tap.sh"
PATH=$(dirname "$WS"):$PATH
# shellcheck source=contrib/completion/wirespeak.bash
. "$SRCDIR/contrib/completion/wirespeak.bash"

# offered WORD...: what is offered for the last word, sorted.
offered() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _wirespeak wirespeak "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\n' "${COMPREPLY[@]}" | sort | xargs
}

touch a.pcap b.pcapng c.pcap.gz "with blank.pcap" notes.txt
mkdir sub
is "the function is bound to the program" "$(complete -p wirespeak)" "complete -o filenames -F _wirespeak wirespeak"
is "a verb" "$(offered wirespeak re)" read
is "all verbs" "$(offered wirespeak '')" "decode encode plugins read summary"
is "an option of read" "$(offered wirespeak read --comm)" --community-id
is "an option of plugins" "$(offered wirespeak plugins --sch)" --schema
is "an option of summary" "$(offered wirespeak summary --fo)" "--follow-flow --format"
is "not one of another verb" "$(offered wirespeak plugins --comm)" ""
is "captures and folders, not other files" "$(offered wirespeak read '')" "a.pcap b.pcapng c.pcap.gz sub with blank.pcap"
is "captures behind -r" "$(offered wirespeak read -r b)" b.pcapng
is "forms behind -T" "$(offered wirespeak read -T t)" "text tree"
is "forms behind --format" "$(offered wirespeak read --format f)" fields
is "a value behind =, as bash cuts it" "$(offered wirespeak read --color = al)" always
is "names of plugins behind --protocol" "$(offered wirespeak read --protocol an)" ancp
is "and for plugins" "$(offered wirespeak plugins an)" ancp
is "and for decode" "$(offered wirespeak decode hs)" hsms
touch settings.json
is "JSON and folders behind --config" "$(offered wirespeak encode --config s)" "settings.json sub"
is "folders behind --plugin-dir" "$(offered wirespeak read --plugin-dir s)" sub

what="the zsh completion loads"
if needs zsh "$what"; then
    ok "$what" zsh -f -c "fpath=('$SRCDIR/contrib/completion' \$fpath); autoload -Uz compinit && compinit -u -d ./dump && whence -v _wirespeak && [[ \$_comps[wirespeak] == _wirespeak ]]"
fi
finish
