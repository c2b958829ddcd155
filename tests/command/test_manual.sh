#!/usr/bin/env bash
# The manual pages and the completion that the build has made of the help texts.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

pages=${BUILD_DIR:?the build directory}/tools/manual/pages
[ -d "$pages" ] || exit 77 # not made where the build is for another machine
: >"$work/out"
: >"$work/err"

# plain PAGE: without what is for the formatter alone.
plain() {
    sed -e 's/\\f[BIR]//g' -e 's/\\-/-/g' -e 's/\\(ha/^/g' "$1"
}

shows "there is a page of hillock and one of each command, with the sections that pages have"
"$HILLOCK" help >"$work/help"
version=$("$HILLOCK" --version | sed -n 's/^\(hillock [0-9.]*\).*/\1/p')
mapfile -t commands < <(sed -n '/^usage/,/^$/s/^  hillock \([a-z]*\) .*/\1/p' "$work/help" | grep -v help)
[ "${#commands[@]}" -ge 7 ] || failed "the commands are to be found"
for command in "" "${commands[@]}"; do
    page=$pages/man1/hillock${command:+-$command}.1
    plain "$page" >"$work/out"
    head -n 2 "$work/out" | grep -qE "^\.TH [A-Z-]+ 1 \"[0-9]{4}-[0-9]{2}-[0-9]{2}\" \"$version\"" ||
        failed "$page: the title"
    for section in NAME SYNOPSIS DESCRIPTION EXAMPLES "EXIT STATUS" FILES ENVIRONMENT "SEE ALSO"; do
        [ "$(grep -cx ".SH $section" "$work/out")" -eq 1 ] || failed "$page: one section $section"
    done
    expect_out "hillock ${command:-fit} "
done
[ "$(find "$pages/man1" -type f | wc -l)" -eq $((${#commands[@]} + 1)) ] || failed "a page too many"

shows "every option of the help stands in the page, and every topic in that of hillock"
for command in "${commands[@]}"; do
    plain "$pages/man1/hillock-$command.1" >"$work/out"
    "$HILLOCK" help "$command" | sed -n 's/^  \(--[a-z0-9-]*\).*/\1/p' >"$work/options"
    while read -r option; do
        expect_out "$option"
    done <"$work/options"
done
plain "$pages/man1/hillock.1" >"$work/out"
for text in "averaged-sgd" "1 / (1 + exp(-z)), a probability" "adds X/2 |w|^2 to J: ridge" \
    ".BR hillock-predict (1)"; do
    expect_out "$text"
done

shows "each page has the exit statuses of its command"
for command in "" "${commands[@]}"; do
    sed -n '/^.SH EXIT STATUS/,/^.SH FILES/p' "$pages/man1/hillock${command:+-$command}.1" |
        grep -oE '^\\fB[0-9]+' | sed 's/.*B//' | paste -sd ' ' >"$work/out"
    case $command in
    "") expect_out "0 1 2 0 1 2 3 130" ;;
    fit) expect_out "0 1 2 3 130" ;;
    *) grep -qx "0 1 2" "$work/out" || failed "$command: the exit statuses" ;;
    esac
done
plain "$pages/man1/hillock-predict.1" >"$work/out"
expect_no_out "trained: converged"

shows "groff and, where it is, mandoc have nothing to say"
for page in "$pages"/man1/*.1; do
    if command -v groff >/dev/null; then
        groff -man -ww -z "$page" >"$work/out" 2>&1 || failed "$page does not render"
        [ ! -s "$work/out" ] || failed "$page: warnings of groff"
    fi
    if command -v mandoc >/dev/null; then
        mandoc -T lint -W warning "$page" >"$work/out" 2>&1 || failed "$page: warnings of mandoc"
    fi
done
