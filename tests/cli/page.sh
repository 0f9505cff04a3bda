# shellcheck shell=bash
# Pages that show the program at work. page_now PAGE: the page with what its commands print now; a command stands behind
# "$ " in a block ```console, its output and a status other than 0 behind it. Runs in the folder of the captures' parent.
page_now() {
    local line inside=
    mkdir -p bin
    ln -sf "$WS" bin/wirespeak
    while IFS= read -r line; do
        case $inside$line in
        'console$ '*)
            printf '%s\n' "$line"
            (cd "$SRCDIR" && PATH=$TMPDIR/bin:$PATH bash -c "${line#??}" 2>&1 </dev/null) || echo "exit status $?"
            ;;
        'console```') inside= && printf '%s\n' "$line" ;;
        console*) ;;
        '```console') inside=console && printf '%s\n' "$line" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$1"
}
