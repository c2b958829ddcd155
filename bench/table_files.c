#include "table_files.h"

#include "core/memory.h"
#include "core/random.h"
#include "engine.h"
#include "peer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 20, SEED = 20, NAME = 160, MOST_READERS = 4 };

#define TABLE_FILE BENCH_BUILD_FOLDER "/hillock_bench_table.csv"

/* By bench_mode. */
static const double file_bytes[] = {2e6, 100e6, 1000e6};

static const bench_effort efforts[] = {{0.0, 4}, {0.0, 12}, {0.0, 4}};

/* Measurements of six digits, and doubles with all digits. */
static const struct {
    const char *title;
    const char *format;
} kinds[BENCH_TABLE_FILES] = {{"reading CSV, six digits", "%.6g"},
                              {"reading CSV, all digits", "%.17g"}};

/* A table that was made, and what its cells add up to. */
typedef struct made {
    size_t rows;
    double bytes, sum, size; /* size: the sum of the absolute values */
} made;

static bool make_file(made *table, const char *format, double bytes)
{
    FILE *const file = fopen(TABLE_FILE, "w");
    hk_random random = hk_random_seed(SEED);
    *table = (made){.rows = 0};
    for (size_t i = 0; file && i < COLUMNS; i++)
        table->bytes += fprintf(file, "column_%zu%c", i, i + 1 < COLUMNS ? ',' : '\n');
    for (; file && table->bytes < bytes; table->rows++)
        for (size_t i = 0; i < COLUMNS; i++) {
            const double scale = 1e-2 * pow(10.0, (double)(i % 6));
            const double uniform = (double)(hk_random_next(&random) >> 11) * 0x1p-53;
            char text[40];
            snprintf(text, sizeof text, format, scale * (uniform - 0.25));
            const double value = strtod(text, NULL);
            table->sum += value;
            table->size += fabs(value);
            table->bytes += fprintf(file, "%s%c", text, i + 1 < COLUMNS ? ',' : '\n');
        }
    const bool written = file && !ferror(file);
    return file && fclose(file) == 0 && written;
}

typedef struct reader {
    hillock_table *table; /* the library's; or */
    bench_peer *peer;
    bool failed;
} reader;

static void read_once(void *payload)
{
    reader *const self = payload;
    self->failed = self->failed || hillock_table_read_file(self->table, TABLE_FILE) != HILLOCK_OK;
}

static double seconds_of_library(void *payload, size_t calls)
{
    return bench_clock(read_once, payload, calls);
}

static double seconds_of_peer(void *payload, size_t calls)
{
    const reader *const self = payload;
    return bench_peer_seconds(self->peer, calls);
}

static double sum_of_library(const reader *self)
{
    const hillock_dataset *const data = hillock_table_dataset(self->table);
    double row[COLUMNS], sum = 0.0;
    for (size_t j = 0; j < hillock_dataset_n_samples(data); j++) {
        if (hillock_dataset_n_features(data) != COLUMNS ||
            hillock_dataset_read_f64(data, j, 1, row, NULL, NULL, NULL))
            return NAN;
        for (size_t i = 0; i < COLUMNS; i++)
            sum += row[i];
    }
    return sum;
}

static void judge(bench_entry *entry, const reader *self, const made *table)
{
    double sum = NAN;
    if (self->table)
        sum = self->failed ? NAN : sum_of_library(self);
    else if (!bench_peer_result(self->peer, 1, &sum))
        sum = NAN;
    entry->check = fabs(sum - table->sum) / table->size;
    entry->right = entry->check < 1e-12;
}

/* Enters the library with that many threads. false: memory. */
static bool enter_library(bench_contest *contest, reader *self, size_t threads)
{
    char name[NAME], number[NAME];
    snprintf(name, sizeof name, "hillock_table, %zu thread%s", threads, threads == 1 ? "" : "s");
    snprintf(number, sizeof number, "%zu", threads);
    (void)bench_contest_enter(contest, name);
    return !hillock_table_create(&self->table) &&
           !hillock_table_set_text(self->table, "threads", number);
}

/* Enters a peer, which is told the file and how many threads it may take. */
static void enter_peer(bench_contest *contest, reader *readers, bench_peer_name peer,
                       const char *name, size_t threads)
{
    static const bench_problem none = {.shape = {0, 0, BENCH_F64, HILLOCK_SAMPLE_MAJOR}};
    char task[sizeof TABLE_FILE + NAME];
    if (!bench_peer_installed(peer))
        return;
    snprintf(task, sizeof task, "table:%s:%zu", TABLE_FILE, threads);
    readers[contest->count].peer = bench_peer_start(peer, task, &none);
    if (readers[contest->count].peer)
        (void)bench_contest_enter(contest, name);
}

static bool hold(bench_contest *contest, const made *table, size_t cores, bool peers,
                 bench_mode mode)
{
    reader readers[MOST_READERS] = {{.failed = false}};
    bench_job jobs[MOST_READERS];
    char name[NAME];
    bool done = enter_library(contest, &readers[0], cores);
    if (done && cores > 1)
        done = enter_library(contest, &readers[1], 1);
    if (done && peers) {
        enter_peer(contest, readers, BENCH_PANDAS, "pandas.read_csv, 1 thread", 1);
        snprintf(name, sizeof name, "data.table::fread, %zu threads", cores);
        enter_peer(contest, readers, BENCH_DATA_TABLE, name, cores);
    }
    for (size_t k = 0; k < contest->count; k++)
        jobs[k] = (bench_job){readers[k].table ? seconds_of_library : seconds_of_peer, &readers[k]};
    done = done && bench_contest_measure(contest, jobs, false, efforts[mode]);
    for (size_t k = 0; k < contest->count; k++) {
        if (done)
            judge(&contest->entries[k], &readers[k], table);
        hillock_table_destroy(readers[k].table);
        bench_peer_stop(readers[k].peer);
    }
    return done;
}

bool bench_table_files_measure(bench_contest *contests, size_t *count, size_t cores, bool peers,
                               bench_mode mode)
{
    bool done = true;
    for (size_t k = 0; done && k < BENCH_TABLE_FILES; k++) {
        bench_contest *const contest = &contests[*count];
        made table;
        done = make_file(&table, kinds[k].format, file_bytes[mode]);
        *contest = (bench_contest){
            .title = kinds[k].title,
            .item = "cell",
            .checked = "error of the sum",
            .shape = {table.rows, COLUMNS, BENCH_F64, HILLOCK_SAMPLE_MAJOR},
            .items = (double)(table.rows * COLUMNS),
            .bytes = table.bytes,
        };
        done = done && hold(contest, &table, cores, peers, mode);
        (void)remove(TABLE_FILE);
        if (done)
            bench_print_contest(&contests[(*count)++]);
    }
    return done;
}
