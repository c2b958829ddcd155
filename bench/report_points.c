#include "report_points.h"

#include <stdio.h>

enum { BENCH_TITLE = 64 };

static void write_line(FILE *file, const char *title, const bench_growth *growth,
                       const double *seconds)
{
    fprintf(file, "\"%s\"\n", title);
    for (size_t step = 0; step < growth->steps; step++)
        fprintf(file, "%zu %.9g\n", growth->m[step], seconds[step]);
    fprintf(file, "\n\n");
}

bool bench_write_points(const char *path, const bench_results *results)
{
    FILE *const file = fopen(path, "w");
    if (!file)
        return false;
    for (size_t k = 0; k < results->n_growths; k++) {
        const bench_growth *const growth = &results->growths[k];
        char title[BENCH_TITLE];
        snprintf(title, sizeof title, "%s ~ m^%.2f", growth->formulation->name,
                 growth->time_exponent);
        write_line(file, title, growth, growth->seconds);
        const bool last_of_type = k + 1 == results->n_growths || growth[1].type != growth->type;
        if (last_of_type)
            write_line(file, "reading X once", growth, growth->reading);
    }
    const bool written = !ferror(file);
    return fclose(file) == 0 && written;
}
