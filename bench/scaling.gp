# Time of one gradient by the library against m and n, and its speed-up against threads. Called by
# bench/run:
#     gnuplot -c scaling.gp POINTS OUTPUT_WITHOUT_ENDING
points = ARG1
output_base = ARG2

set grid xtics ytics lc rgb "#e4e4e4" lt 1 lw 0.5
set border 3 lc rgb "#555555"
set tics nomirror
set key reverse Left enhanced samplen 2.5 spacing 1.1

# f64, reading in f64, f32, reading in f32: colours that colour-blind readers can tell apart, and
# reading without marks.
array colours[4] = ["#0072b2", "#0072b2", "#d55e00", "#d55e00"]
array marks[4] = [7, 0, 5, 0]
array dashes[4] = [1, 3, 1, 3]
array widths[4] = [2, 1.5, 2, 1.5]

# Of the threads' blocks (12 and on), those of reading only once for each type.
array shown[6] = [12, 14, 15, 16, 18, 19]
array thread_colours[6] = ["#0072b2", "#0072b2", "#0072b2", "#d55e00", "#d55e00", "#d55e00"]
array thread_marks[6] = [6, 7, 0, 4, 5, 0]
array thread_dashes[6] = [2, 1, 3, 2, 1, 3]

array titles[3] = ["time against m, n = 64", "time against n, m n constant", "time against n, m = 4096"]
array labels[3] = ["m, samples", "n, features", "n, features"]

do for [ending in "svg png"] {
    if (ending eq "svg") {
        set terminal svg size 1200,960 font "DejaVu Sans,14" enhanced background rgb "white"
    } else {
        set terminal pngcairo size 1800,1440 font "DejaVu Sans,16" enhanced
    }
    set output output_base . "." . ending
    set multiplot layout 2,2 \
        title "J and its gradient of one logistic neuron by hillock, fastest of many calls\nexponents: X of 64 MB and more; with m n constant, from n = 32"
    set logscale xy
    set logscale x 2
    set format x "2^{%L}"
    set format y "%h"
    set ylabel "milliseconds"
    do for [ladder = 0:2] {
        set title titles[ladder + 1]
        set xlabel labels[ladder + 1]
        if (ladder == 1) { set key top right } else { set key top left }
        plot for [k = 1:4] points index 4 * ladder + k - 1 using 1:(1e3 * $2) \
            with linespoints lc rgb colours[k] pt marks[k] dt dashes[k] lw widths[k] ps 0.9 title columnheader(1)
    }
    unset logscale
    set format x "%g"
    set title "speed-up against threads"
    set xlabel "threads"
    set key bottom right
    set ylabel "times as fast as one thread"
    set xtics 1
    set xrange [0.8:*]
    set yrange [0:*]
    plot for [k = 1:6] points index shown[k] using 1:2 with linespoints \
        lc rgb thread_colours[k] pt thread_marks[k] dt thread_dashes[k] lw 2 ps 1 title columnheader(1)
    set xrange [*:*]
    set yrange [*:*]
    set xtics autofreq
    unset multiplot
    unset output
}
