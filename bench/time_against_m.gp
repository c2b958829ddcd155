# Time of one gradient against m, f64 on the left, f32 on the right. Called by bench/run:
#     gnuplot -c time_against_m.gp POINTS OUTPUT_WITHOUT_ENDING
points = ARG1
output_base = ARG2

stats points using 1:2 nooutput
lines = STATS_blocks / 2 # of a type: the formulations, and reading X once

set logscale xy
set logscale x 2
set format x "2^{%L}"
set format y "%h"
set xlabel "m, samples of 64 features"
set yrange [0.0003:1000]
set grid xtics ytics lc rgb "#e4e4e4" lt 1 lw 0.5
set border 3 lc rgb "#555555"
set tics nomirror
set key top left reverse Left noenhanced samplen 2 spacing 1.1

# In the order of the points: diagflat, Hadamard, Hadamard 1, one pass, one pass 1, one p BLAS, reading X once.
# Colours that colour-blind readers can tell apart.
array colours[7] = ["#d55e00", "#0072b2", "#56b4e9", "#009e73", "#009e73", "#cc79a7", "#888888"]
array marks[7] = [7, 5, 4, 9, 8, 11, 0]
array dashes[7] = [1, 1, 1, 1, 3, 1, 3]
array widths[7] = [2, 2, 2, 2.5, 1.5, 1.5, 2]

do for [ending in "svg png"] {
    if (ending eq "svg") {
        set terminal svg size 1200,560 font "DejaVu Sans,14" enhanced background rgb "white"
    } else {
        set terminal pngcairo size 1800,840 font "DejaVu Sans,16" enhanced
    }
    set output output_base . "." . ending
    set multiplot layout 1,2 \
        title "J and its gradient of one logistic neuron: time against m, fastest of many calls"
    do for [type = 0:1] {
        set title (type == 0 ? "f64" : "f32")
        set ylabel (type == 0 ? "milliseconds" : "")
        plot for [k = 1:lines] points index type * lines + k - 1 using 1:(1e3 * $2) \
            with linespoints lc rgb colours[k] pt marks[k] dt dashes[k] lw widths[k] ps 0.9 title columnheader(1)
    }
    unset multiplot
    unset output
}
