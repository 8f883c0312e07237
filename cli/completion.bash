# Completion of newsledger for bash. Commands, options and their values are asked from the program's
# own help, so that this cannot fall behind it.

_newsledger_help() { # [COMMAND]
    "${COMP_WORDS[0]}" help "$@" 2>/dev/null
}

_newsledger_options() { # COMMAND: lines "--name VALUE"
    { _newsledger_help "$1" && _newsledger_help; } |
        sed -nE 's/^ +(--[a-z-]+) ([^ ]+).*/\1 \2/p; t; s/^ +(--[a-z-]+).*/\1 /p'
}

_newsledger_words() { # COMMAND: the lower-case words of its usage
    _newsledger_help "$1" | sed -n '/^Usage:/,/^$/{s/^Usage: newsledger [a-z]*//;p}' |
        tr -c 'a-z-' '\n' | grep -E '^[a-z]+$'
}

_newsledger() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} value
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_newsledger_help |
            sed -nE '/^Commands:/,/^$/s/^  ([a-z]+) .*/\1/p')" -- "$word")
        return
    fi
    if [[ $before == --* ]]; then
        value=$(_newsledger_options "${COMP_WORDS[1]}" | sed -n "s/^$before //p" | head -n 1)
        case $value in
        *'|'*)
            mapfile -t COMPREPLY < <(compgen -W "${value//|/ }" -- "$word")
            return
            ;;
        FOLDER)
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        FILE)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        ?*) return ;;
        esac
    fi
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_newsledger_options "${COMP_WORDS[1]}" |
            cut -d ' ' -f 1)" -- "$word")
        return
    fi
    mapfile -t COMPREPLY < <(
        compgen -W "$(_newsledger_words "${COMP_WORDS[1]}")" -- "$word"
        compgen -f -- "$word"
    )
}

complete -o filenames -F _newsledger newsledger
