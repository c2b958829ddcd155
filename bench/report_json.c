#include "report_json.h"

#include "reference.h"
#include "report_scaling.h"

#include <math.h>
#include <stdio.h>

/* Every list of members or items separates with what comes before the next one. */
static const char *separator(size_t index)
{
    return index > 0 ? "," : "";
}

static void write_text(FILE *file, const char *key, const char *text)
{
    fprintf(file, "\"%s\": \"", key);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', file);
        if ((unsigned char)*text >= ' ')
            fputc(*text, file);
    }
    fputc('"', file);
}

/* JSON knows no NaN and no infinity: null. */
static void write_number(FILE *file, const char *key, double value)
{
    if (isfinite(value))
        fprintf(file, ", \"%s\": %.9g", key, value);
    else
        fprintf(file, ", \"%s\": null", key);
}

static void write_limits(FILE *file, const bench_limits *limits)
{
    write_number(file, "multiply_adds_per_second_f64_one_thread",
                 limits->multiply_adds_single[BENCH_F64]);
    write_number(file, "multiply_adds_per_second_f64_all_threads",
                 limits->multiply_adds_all[BENCH_F64]);
    write_number(file, "multiply_adds_per_second_f32_one_thread",
                 limits->multiply_adds_single[BENCH_F32]);
    write_number(file, "multiply_adds_per_second_f32_all_threads",
                 limits->multiply_adds_all[BENCH_F32]);
    write_number(file, "new_memory_bytes_per_second", limits->new_memory);
    write_number(file, "elementwise_seconds_a_sample_one_thread", limits->elementwise);
}

static void write_machine(FILE *file, const bench_machine *machine)
{
    fprintf(file, "  \"machine\": {");
    write_text(file, "processor", machine->processor);
    fprintf(file, ", ");
    write_text(file, "kernel", machine->kernel);
    fprintf(file, ", ");
    write_text(file, "huge_pages", machine->pages);
    fprintf(file, ", ");
    write_text(file, "compiler", machine->compiler);
    fprintf(file, ", ");
    write_text(file, "blas", machine->blas);
    fprintf(file, ", ");
    write_text(file, "hillock", machine->hillock);
    fprintf(file, ", ");
    write_text(file, "hillock_kernels", machine->hillock_kernels);
    write_number(file, "cores", (double)machine->cores);
    write_number(file, "blas_threads", (double)machine->blas_threads);
    write_number(file, "cache_1_bytes", (double)machine->cache_bytes[0]);
    write_number(file, "cache_2_bytes", (double)machine->cache_bytes[1]);
    write_number(file, "cache_3_bytes", (double)machine->cache_bytes[2]);
    write_number(file, "memory_bytes", machine->memory_bytes);
    write_number(file, "load_at_start", machine->load);
    write_limits(file, &machine->limits);
    fprintf(file, "},\n");
}

static void write_row(FILE *file, const bench_case *item, const bench_row *row)
{
    const bench_shape shape = item->shape;
    fprintf(file, "\n    {");
    write_text(file, "formulation", row->formulation->name);
    fprintf(file, ", ");
    write_text(file, "type", bench_type_name(shape.type));
    fprintf(file, ", ");
    write_text(file, "layout",
               shape.layout == HILLOCK_SAMPLE_MAJOR ? "sample-major" : "feature-major");
    write_number(file, "m", (double)shape.m);
    write_number(file, "n", (double)shape.n);
    fprintf(file, ", \"ladder\": %s", item->group == BENCH_LADDER ? "true" : "false");
    write_number(file, "X_bytes", (double)bench_features_bytes(shape));
    write_number(file, "threads", (double)row->threads);
    write_number(file, "median_seconds", row->timing.median);
    write_number(file, "minimum_seconds", row->timing.minimum);
    write_number(file, "repeats", (double)row->timing.repeats);
    write_number(file, "calls_per_repeat", (double)row->timing.calls_per_repeat);
    write_number(file, "speed_up_against_diagflat", bench_speed_up(item, row, BENCH_ROW_DIAGFLAT));
    write_number(file, "speed_up_against_hadamard", bench_speed_up(item, row, BENCH_ROW_HADAMARD));
    write_number(file, "memory_bytes", bench_row_memory(row));
    write_number(file, "X_bytes_per_second", bench_row_bandwidth(item, row));
    write_number(file, "ceiling_one_thread_bytes_per_second", item->ceiling_single);
    write_number(file, "ceiling_all_threads_bytes_per_second", item->ceiling_all);
    write_number(file, "limit_seconds", row->limit.seconds);
    fprintf(file, ", ");
    write_text(file, "limit", row->limit.name);
    write_number(file, "computing_from_cache_seconds", row->arithmetic);
    write_number(file, "residual", row->residual);
    write_number(file, "residual_bound",
                 bench_residual_bound(shape, bench_is_library(row->formulation)));
    fprintf(file, ", \"right\": %s}", row->right ? "true" : "false");
}

static void write_rows(FILE *file, const bench_results *results)
{
    size_t written = 0;
    fprintf(file, "  \"rows\": [");
    for (size_t k = 0; k < results->n_cases; k++)
        for (size_t f = 0; f < BENCH_FORMULATIONS; f++)
            if (results->cases[k].rows[f].measured) {
                fprintf(file, "%s", separator(written++));
                write_row(file, &results->cases[k], &results->cases[k].rows[f]);
            }
    fprintf(file, "\n  ],\n");
}

static void write_growths(FILE *file, const bench_results *results)
{
    fprintf(file, "  \"growth\": [");
    for (size_t k = 0; k < results->n_growths; k++) {
        const bench_growth *const growth = &results->growths[k];
        fprintf(file, "%s\n    {", separator(k));
        write_text(file, "formulation", growth->formulation->name);
        fprintf(file, ", ");
        write_text(file, "type", bench_type_name(growth->type));
        write_number(file, "n", (double)growth->n);
        write_number(file, "m_from", (double)growth->m[0]);
        write_number(file, "m_to", (double)growth->m[growth->steps - 1]);
        write_number(file, "time_exponent", growth->time_exponent);
        write_number(file, "memory_exponent", growth->memory_exponent);
        fprintf(file, "}");
    }
    fprintf(file, "\n  ],\n");
}

static void write_entry(FILE *file, const bench_contest *contest, const bench_entry *entry)
{
    fprintf(file, "\n    {");
    write_text(file, "contest", contest->title);
    fprintf(file, ", ");
    write_text(file, "name", entry->name);
    fprintf(file, ", ");
    write_text(file, "type", bench_type_name(contest->shape.type));
    write_number(file, "m", (double)contest->shape.m);
    write_number(file, "n", (double)contest->shape.n);
    write_number(file, "batch", (double)contest->batch);
    write_number(file, "items", contest->items);
    write_number(file, "median_seconds", entry->timing.median);
    write_number(file, "minimum_seconds", entry->timing.minimum);
    write_number(file, "X_bytes", contest->bytes);
    write_number(file, "ceiling_bytes_per_second", contest->ceiling);
    write_number(file, "check", entry->check);
    fprintf(file, ", \"right\": %s}", entry->right ? "true" : "false");
}

static void write_contests(FILE *file, const bench_results *results)
{
    size_t written = 0;
    fprintf(file, "  \"contests\": [");
    for (size_t k = 0; k < results->n_contests; k++)
        for (size_t e = 0; e < results->contests[k].count; e++) {
            fprintf(file, "%s", separator(written++));
            write_entry(file, &results->contests[k], &results->contests[k].entries[e]);
        }
    fprintf(file, "\n  ],\n");
}

static void write_finish(FILE *file, const bench_race *race, const bench_finish *row)
{
    const double unknown = row->ended ? 1.0 : NAN;
    fprintf(file, "\n    {");
    write_text(file, "race", race->title);
    fprintf(file, ", ");
    write_text(file, "name", row->name);
    write_number(file, "m", (double)race->shape.m);
    write_number(file, "n", (double)race->shape.n);
    write_number(file, "l1", race->l1);
    write_number(file, "l2", race->l2);
    write_number(file, "median_seconds", unknown * row->timing.median);
    write_number(file, "minimum_seconds", unknown * row->timing.minimum);
    write_number(file, "repeats", (double)row->timing.repeats);
    write_number(file, "reading_seconds", race->reading);
    write_number(file, "passes", row->passes);
    fprintf(file, ", \"J\": ");
    fprintf(file, isfinite(row->J) ? "%.17g" : "null", row->J);
    write_number(file, "excess", row->excess);
    fprintf(file, ", \"late\": %s", row->late ? "true" : "false");
    fprintf(file, ", \"short\": %s}", row->is_short ? "true" : "false");
}

static void write_races(FILE *file, const bench_results *results)
{
    size_t written = 0;
    fprintf(file, "  \"solvers\": [");
    for (size_t k = 0; k < results->n_races; k++)
        for (size_t e = 0; e < results->races[k].count; e++) {
            fprintf(file, "%s", separator(written++));
            write_finish(file, &results->races[k], &results->races[k].finishes[e]);
        }
    fprintf(file, "\n  ],\n");
}

static void write_elementwise(FILE *file, size_t count, const bench_elementwise *table)
{
    fprintf(file, "  \"elementwise\": [");
    for (size_t k = 0; k < count; k++) {
        const bench_function *const row = &table->functions[k];
        fprintf(file, "%s\n    {", separator(k));
        write_text(file, "function", row->name);
        write_number(file, "libm_ns", row->libm_ns);
        for (size_t set = 0; set < table->n_sets; set++)
            write_number(file, hk_instruction_set_name((hk_instruction_set)set), row->ns[set]);
        write_number(file, "largest_difference", row->largest_difference);
        fprintf(file, "}");
    }
    fprintf(file, "\n  ]\n");
}

static void write_step(FILE *file, const bench_step *step)
{
    fprintf(file, "\n    {");
    write_text(file, "against", bench_ladder_name(step->ladder));
    fprintf(file, ", ");
    write_text(file, "type", bench_type_name(step->shape.type));
    write_number(file, "m", (double)step->shape.m);
    write_number(file, "n", (double)step->shape.n);
    write_number(file, "threads", (double)step->threads);
    write_number(file, "median_seconds", step->timing.median);
    write_number(file, "minimum_seconds", step->timing.minimum);
    write_number(file, "X_bytes", (double)bench_features_bytes(step->shape));
    write_number(file, "reading_median_seconds", step->reading.median);
    write_number(file, "reading_minimum_seconds", step->reading.minimum);
    write_number(file, "speed_up_against_one_thread", step->speed_up);
    write_number(file, "speed_up_of_reading", step->reading_gained);
    write_number(file, "residual", step->residual);
    fprintf(file, ", \"right\": %s}", step->right ? "true" : "false");
}

static void write_scaling(FILE *file, const bench_scaling *scaling)
{
    fprintf(file, "  \"scaling\": [");
    for (size_t k = 0; k < scaling->n_steps; k++) {
        fprintf(file, "%s", separator(k));
        write_step(file, &scaling->steps[k]);
    }
    fprintf(file, "\n  ],\n  \"scaling_exponents\": [");
    for (size_t k = 0; k < scaling->n_slopes; k++) {
        const bench_slope *const slope = &scaling->slopes[k];
        fprintf(file, "%s\n    {", separator(k));
        write_text(file, "against", bench_ladder_name(slope->ladder));
        fprintf(file, ", ");
        write_text(file, "type", bench_type_name(slope->type));
        write_number(file, "from", (double)slope->from);
        write_number(file, "to", (double)slope->to);
        write_number(file, "exponent", slope->exponent);
        fprintf(file, "}");
    }
    fprintf(file, "\n  ],\n");
}

bool bench_write_json(const char *path, const bench_machine *machine, const bench_results *results)
{
    FILE *const file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file, "{\n");
    write_machine(file, machine);
    write_rows(file, results);
    write_growths(file, results);
    write_contests(file, results);
    write_races(file, results);
    write_scaling(file, &results->scaling);
    write_elementwise(file, results->has_elementwise ? BENCH_FUNCTIONS : 0, &results->elementwise);
    fprintf(file, "}\n");
    const bool written = !ferror(file);
    return fclose(file) == 0 && written;
}
