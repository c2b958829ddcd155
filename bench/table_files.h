/* Reading tables from files: the library beside pandas and data.table. */
#ifndef BENCH_TABLE_FILES_H
#define BENCH_TABLE_FILES_H

#include "contest.h"
#include "mode.h"

enum { BENCH_TABLE_FILES = 2 };

/* A contest for each kind of number, printed as soon as it has been held. The file is made in the
 * build's folder, and is gone afterwards. false when it cannot be made. */
bool bench_table_files_measure(bench_contest *contests, size_t *count, size_t cores, bool peers,
                               bench_mode mode);

#endif
