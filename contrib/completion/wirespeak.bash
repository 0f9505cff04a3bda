# bash completion for wirespeak

# What the options of a verb take: "option kind" by line; kinds: none, file, dir, plugin, text, or the words themselves.
_wirespeak_options() {
    case $1 in
    read)
        cat <<'END'
-r file
--read file
-c text
--packets text
--limit text
-Y text
--filter text
--whole-flows none
-w file
--write file
--protocol plugin
-d text
--decode-as text
--set text
--plugin-dir dir
-T json text tree fields sml
--format json text tree fields sml
-e text
--field text
-E header=y header=n separator= quote=d quote=s quote=n occurrence=f occurrence=l occurrence=a aggregator=
--field-style header=y header=n separator= quote=d quote=s quote=n occurrence=f occurrence=l occurrence=a aggregator=
-t a ad d dd r u
--time a ad d dd r u
--raw none
--flows none
--stats none
--community-id none
--guess-lines none
--int64 auto string number
--show-secrets none
--color auto always never
--strict none
--max-elements any
--max-line any
--memory any
--overlap first last
--verify-checksums none
-j any
--jobs any
--config json
--print-config none
-q none
--quiet none
-v none
--verbose none
-h none
--help none
END
        ;;
    decode)
        cat <<'END'
--from client server
--transport tcp udp
--binary none
-T json text tree
--format json text tree
--raw none
--int64 auto string number
--show-secrets none
--color auto always never
--set text
--plugin-dir dir
--config json
-h none
--help none
END
        ;;
    encode)
        cat <<'END'
--binary none
--set text
--plugin-dir dir
--config json
-h none
--help none
END
        ;;
    summary)
        cat <<'END'
-r file
--read file
--follow-flow text
--top text
-T json text
--format json text
--protocol plugin
-d text
--decode-as text
--set text
--plugin-dir dir
--memory any
--color auto always never
--config json
-h none
--help none
END
        ;;
    plugins)
        cat <<'END'
--config json
--schema none
--json none
--set text
--plugin-dir dir
-h none
--help none
END
        ;;
    esac
}

_wirespeak_plugins() {
    wirespeak plugins --json 2>/dev/null | sed -n 's/^{"name":"\([a-z0-9_]*\)","version".*/\1/p'
}

_wirespeak_captures() {
    local name
    compgen -d -- "$1"
    compgen -f -- "$1" | while IFS= read -r name; do
        case $name in
        *.pcap | *.pcapng | *.cap | *.pcap.gz | *.pcapng.gz | *.pcap.zst | *.pcapng.zst) printf '%s\n' "$name" ;;
        esac
    done
}

# What may stand for `current` when it is of this kind.
_wirespeak_values() {
    local kind=$1 current=$2
    case $kind in
    none | text) ;;
    file) _wirespeak_captures "$current" ;;
    dir) compgen -d -- "$current" ;;
    json) compgen -d -- "$current" && compgen -f -X '!*.json' -- "$current" ;;
    plugin) compgen -W "$(_wirespeak_plugins)" -- "$current" ;;
    *) compgen -W "$kind" -- "$current" ;;
    esac
}

_wirespeak() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} kind
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "read summary decode encode plugins" -- "$current")
        if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "-h --help -V --version --print-config" -- "$current")
        fi
        return
    fi
    # bash makes words of --color, = and al
    if [ "$current" = = ]; then
        current=
    elif [ "$previous" = = ]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    kind=$(_wirespeak_options "$verb" | sed -n "s/^$previous //p")
    if [[ $previous == -* && -n $kind && $kind != none ]]; then
        mapfile -t COMPREPLY < <(_wirespeak_values "$kind" "$current")
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_wirespeak_options "$verb" | cut -d' ' -f1)" -- "$current")
    elif [[ $verb == @(plugins|decode|encode) ]]; then
        mapfile -t COMPREPLY < <(_wirespeak_values plugin "$current")
    else
        mapfile -t COMPREPLY < <(_wirespeak_values file "$current")
    fi
}

complete -o filenames -F _wirespeak wirespeak
