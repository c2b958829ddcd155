# shellcheck shell=bash
# Completion of the command hillock for bash. Below stand functions made from its help texts:
# _hillock_commands, _hillock_topics, _hillock_options COMMAND and _hillock_value COMMAND OPTION,
# which is a line: file, column, columns, text, "words ..." or, where the value may be left out,
# "maybe ...".

# Those of the words on the standard input that begin with $1, behind $2. In a list of names, $3, one
# with a comma stands in double quotes.
_hillock_offer()
{
    local word last=''
    while IFS= read -r word; do
        [[ $word == "$1"* && $word != "$last" ]] || continue
        last=$word
        [[ -z ${3-} || $word != *,* ]] || word='"'$word'"'
        COMPREPLY+=("$2$(printf '%q' "$word")")
    done
}

_hillock_offer_files()
{
    local name
    compopt -o filenames 2>/dev/null
    while IFS= read -r name; do
        COMPREPLY+=("$name")
    done < <(compgen -f -- "$1")
}

# The table named on the line: the last word before the cursor that is a file, and no option's value.
_hillock_table()
{
    local i word table='' kind
    for ((i = 2; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]//\\/}
        if [[ $word == --* ]]; then
            kind=$(_hillock_value "${COMP_WORDS[1]}" "$word")
            [[ -z $kind || $kind == maybe* || ${COMP_WORDS[i + 1]-} == '=' ]] || ((i++))
        elif [[ $i -ne $COMP_CWORD && -f $word ]]; then
            table=$word
        fi
    done
    printf '%s\n' "$table"
}

# The names in the first line of a table, of which nothing else is read. Between them stands that of
# , ; tab | which the line has most of.
_hillock_columns()
{
    local line='' name='' c i quoted=0 mark marks most=0 delimiter=','
    [[ -f $1 ]] || return 0
    IFS= read -r -n 65536 line <"$1"
    [[ ${line:0:8} != *NUMPY* ]] || return 0
    for mark in ',' ';' $'\t' '|'; do
        marks=${line//[!"$mark"]/}
        [[ ${#marks} -le $most ]] || { most=${#marks} && delimiter=$mark; }
    done
    line=${line%$'\r'}
    line=${line#$'\xef\xbb\xbf'}
    for ((i = 0; i < ${#line}; i++)); do
        c=${line:i:1}
        if [[ $c == '"' ]]; then
            quoted=$((!quoted))
        elif [[ $c == "$delimiter" && $quoted -eq 0 ]]; then
            printf '%s\n' "$name"
            name=''
        else
            name+=$c
        fi
    done
    printf '%s\n' "$name"
}

# What the option takes, as far as it is known.
_hillock_offer_value()
{
    local kind=$1 current=$2 before=''
    case $kind in
    file) _hillock_offer_files "$current" ;;
    column) _hillock_offer "${current//\\/}" '' < <(_hillock_columns "$(_hillock_table)") ;;
    columns)
        [[ $current == *,* ]] && before=${current%,*},
        current=${current##*,}
        _hillock_offer "${current//\\/}" "$before" list < <(_hillock_columns "$(_hillock_table)")
        ;;
    words* | maybe*) _hillock_offer "$current" '' < <(tr ' ' '\n' <<<"${kind#* }") ;;
    esac
}

_hillock()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} kind
    local command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $COMP_CWORD -eq 1 ]]; then
        _hillock_offer "$current" '' < <(_hillock_commands && printf '%s\n' help --help --version)
        return
    elif [[ $command == help ]]; then
        _hillock_offer "$current" '' < <(_hillock_commands && _hillock_topics)
        return
    fi
    # --name=value comes as three words
    [[ $current == '=' ]] && current='' && COMP_WORDS[COMP_CWORD]=''
    [[ $option == '=' ]] && option=${COMP_WORDS[COMP_CWORD - 2]}
    kind=$(_hillock_value "$command" "$option")
    if [[ $current == --* ]]; then
        _hillock_offer "$current" '' < <(_hillock_options "$command")
    elif [[ -n $kind ]]; then
        _hillock_offer_value "$kind" "$current"
    fi
    [[ ${#COMPREPLY[@]} -gt 0 || (-n $kind && $kind != maybe*) || $current == -* ]] ||
        _hillock_offer_files "$current"
}

complete -F _hillock hillock
