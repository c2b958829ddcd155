/* The same figures for programs. */
#ifndef BENCH_REPORT_JSON_H
#define BENCH_REPORT_JSON_H

#include "machine.h"
#include "results.h"

/* Writes `path`; false when it could not be written whole. Seconds, bytes and bytes a second
 * throughout. */
bool bench_write_json(const char *path, const bench_machine *machine, const bench_results *results);

#endif
