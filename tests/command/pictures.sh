# shellcheck shell=bash
# shellcheck disable=SC2154  # of lib.sh
# Sourced by the tests of pictures, behind lib.sh: what is in an SVG that gnuplot has drawn.

# Points of this kind in the picture: 6 is a dot, 5 a circle. One more is in the legend.
points() {
    grep -c "xlink:href='#gpPt$1' transform" "$2"
}

# Curves, bands and clouds of points; panels count their own.
curves() {
    grep -c '<g id="gnuplot_plot_' "$1"
}

# The picture has these texts, each by itself.
expect_texts() {
    local picture=$1 text
    shift
    for text in "$@"; do
        grep -qF "<text>$text</text>" "$picture" || failed "the picture was to have the text: $text"
    done
}

expect_count() {
    [ "$1" -eq "$2" ] || failed "$3: $2 were to come, not $1"
}

# fake LINES: in place of the real gnuplot, a script that does so; found by with_fake COMMAND.
fake() {
    mkdir -p "$work/bin"
    printf '#!/bin/sh\n%s\n' "$1" >"$work/bin/gnuplot"
    chmod +x "$work/bin/gnuplot"
}

# One whose picture is the script that it was given, and whole.
fake_cat() {
    fake 'cat; echo "</svg>"'
}

with_fake() {
    PATH=$work/bin:$PATH "$@"
}

# block PANEL_AND_SERIES FILE: the data of a series in a script that the fake has kept.
block() {
    awk -v begin="\$data$1 << END" '$0 == begin { inside = 1; next }
        /^END/ { inside = 0 }
        inside' "$2"
}
