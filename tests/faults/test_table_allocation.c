#define _DEFAULT_SOURCE /* mkstemp, MAP_ANONYMOUS */
/* Every allocation and every mapping of the functions that read tables fails in turn, once and from
 * then on forever: a clean status, no leak, the table as it was, and the next call works. */
#include "faults/allocator.h"
#include "files/tables.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

void *__real_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __real_munmap(void *address, size_t length);
void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __wrap_munmap(void *address, size_t length);

void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    if (refuses()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    void *const memory = __real_mmap(address, length, protection, flags, file, offset);
    allocator.live += !address && memory != MAP_FAILED; /* else it lies over one that was counted */
    return memory;
}

int __wrap_munmap(void *address, size_t length)
{
    allocator.live--;
    return __real_munmap(address, length);
}

typedef struct world {
    hillock_table *table; /* with a table of one row, but for the first operation */
    hillock_model *model;
    char path[32]; /* of a file with the bytes of the operation */
} world;

static const char *const csv =
    "y,\"c\"\"1\",k,o,x\nno,red,1,0,2\nyes,blue,2,0,NA\nno,red,1,1,3\nyes,\"gr\ney\",1,2,5\n";

static hillock_status run_create(world *it)
{
    hillock_table *table = NULL;
    (void)it;
    const hillock_status status = hillock_table_create(&table);
    assert_true((table == NULL) == (status != HILLOCK_OK));
    hillock_table_destroy(table);
    return status;
}

static hillock_status set_option(world *it)
{
    return hillock_table_set_text(it->table, "features", "x");
}

/* Options are set while nothing fails. */
static hillock_status set_all(world *it, const char *missing)
{
    const long fail_at = allocator.fail_at, calls = allocator.calls;
    allocator.fail_at = 0;
    set(it->table, "target", "y");
    set(it->table, "weight", "k");
    set(it->table, "offset", "o");
    set(it->table, "categorical", "c\"1");
    set(it->table, "missing", missing);
    allocator.fail_at = fail_at;
    allocator.calls = calls;
    return HILLOCK_OK;
}

static hillock_status read_dropping(world *it)
{
    set_all(it, "drop");
    return hillock_table_read_memory(it->table, csv, strlen(csv));
}

static hillock_status read_means(world *it)
{
    set_all(it, "mean");
    return hillock_table_read_memory(it->table, csv, strlen(csv));
}

static hillock_status read_file(world *it)
{
    set_all(it, "mean");
    return hillock_table_read_file(it->table, it->path);
}

typedef struct source {
    const char *text;
    size_t left;
} source;

static size_t give(char *bytes, size_t capacity, void *payload)
{
    source *const s = payload;
    const size_t count = s->left < capacity ? s->left : capacity;
    memcpy(bytes, s->text, count);
    s->text += count;
    s->left -= count;
    return count;
}

static hillock_status read_function(world *it)
{
    source s = {"a,b\n1,2\n", 8};
    return hillock_table_read(it->table, give, &s);
}

static hillock_status read_libsvm(world *it)
{
    static const char text[] = "1 1:2 3:4\n\n0 2:1\n";
    return hillock_table_read_memory(it->table, text, strlen(text));
}

static hillock_status read_for_model(world *it)
{
    static const char text[] = "x,c,y\n1,red,no\n\n2,grey,yes\n";
    const hillock_status status = hillock_table_set_model(it->table, it->model);
    return status ? status : hillock_table_read_memory(it->table, text, 14);
}

static hillock_status all_pieces(world *it, hillock_status opened)
{
    size_t count = 1;
    while (opened == HILLOCK_OK && count > 0)
        opened = hillock_table_next(it->table, &count);
    return opened;
}

static hillock_status read_pieces(world *it)
{
    source s = {"a,b\n1,2\n3,4\n", 12};
    return all_pieces(it, hillock_table_open(it->table, give, &s));
}

static hillock_status read_pieces_for_model(world *it)
{
    source s = {"x,c\n1,red\n2,grey\n", 17};
    const hillock_status status = hillock_table_set_model(it->table, it->model);
    return status ? status : all_pieces(it, hillock_table_open(it->table, give, &s));
}

static hillock_status read_pieces_of_file(world *it)
{
    const hillock_status status = hillock_table_set_model(it->table, it->model);
    return status ? status : all_pieces(it, hillock_table_open_file(it->table, it->path));
}

/* Version 1, integers, which must be copied. */
static const char npy[] = "\x93NUMPY\1\0\x76\0{'descr': '<i2', 'fortran_order': True, "
                          "'shape': (2, 2), }"
                          "                                                           \n"
                          "abcdefgh";

static hillock_status read_npy(world *it)
{
    return hillock_table_read_memory(it->table, npy, sizeof npy - 1);
}

static hillock_status read_npy_file(world *it)
{
    return hillock_table_read_file(it->table, it->path);
}

static hillock_status read_npy_pieces(world *it)
{
    source s = {npy, sizeof npy - 1};
    return all_pieces(it, hillock_table_open(it->table, give, &s));
}

static hillock_status read_npy_file_pieces(world *it)
{
    return all_pieces(it, hillock_table_open_file(it->table, it->path));
}

typedef struct operation {
    const char *name;
    hillock_status (*run)(world *it);
    const char *file; /* what it reads; NULL: none */
    bool keeps;       /* after a fault the table is what it was */
} operation;

static const operation operations[] = {
    {"hillock_table_create", run_create, NULL, true},
    {"hillock_table_set_text", set_option, NULL, true},
    {"hillock_table_read_memory, drop", read_dropping, NULL, true},
    {"hillock_table_read_memory, mean", read_means, NULL, true},
    {"hillock_table_read_file", read_file, "csv", true},
    {"hillock_table_read", read_function, NULL, true},
    {"hillock_table_read_memory, LIBSVM", read_libsvm, NULL, true},
    {"hillock_table_read_memory, model", read_for_model, NULL, true},
    {"hillock_table_next", read_pieces, NULL, false},
    {"hillock_table_next, model", read_pieces_for_model, NULL, false},
    {"hillock_table_open_file, model", read_pieces_of_file, "model", false},
    {"hillock_table_read_memory, NPY", read_npy, NULL, true},
    {"hillock_table_read_file, NPY", read_npy_file, "npy", true},
    {"hillock_table_next, NPY", read_npy_pieces, NULL, false},
    {"hillock_table_open_file, NPY", read_npy_file_pieces, "npy", false},
};

static hillock_model *make_model(void)
{
    hillock_neuron *neuron = NULL;
    hillock_model *model = NULL;
    assert_status(hillock_neuron_create(&neuron, 2, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY),
                  HILLOCK_OK);
    assert_status(hillock_model_create(&model, neuron), HILLOCK_OK);
    assert_status(hillock_model_set_feature_name(model, 0, "c=red"), HILLOCK_OK);
    assert_status(hillock_model_set_feature_name(model, 1, "x"), HILLOCK_OK);
    assert_status(hillock_model_set_class_names(model, "no", "yes"), HILLOCK_OK);
    hillock_neuron_destroy(neuron);
    return model;
}

static void write_file(world *it, const char *what)
{
    static const char model_rows[] = "x,c\n1,red\n2,grey\n";
    const bool is_npy = strcmp(what, "npy") == 0, is_csv = strcmp(what, "csv") == 0;
    const char *const bytes = is_npy ? npy : is_csv ? csv : model_rows;
    const size_t count = is_npy ? sizeof npy - 1 : strlen(bytes);
    strcpy(it->path, "/tmp/hillock_table_XXXXXX");
    const int handle = mkstemp(it->path);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, bytes, count), count);
    close(handle);
}

static void world_create(world *it, const operation *tested)
{
    *it = (world){.model = make_model()};
    assert_status(hillock_table_create(&it->table), HILLOCK_OK);
    must_read(it->table, "old\n7\n", NULL);
    if (tested->file)
        write_file(it, tested->file);
}

static void world_destroy(world *it)
{
    hillock_table_destroy(it->table);
    hillock_model_destroy(it->model);
    if (it->path[0])
        unlink(it->path);
}

static void assert_as_before(const world *it, const operation *tested)
{
    if (tested->run != run_create && !strstr(hillock_table_message(it->table), "memory"))
        fail_msg("%s says '%s'", tested->name, hillock_table_message(it->table));
    if (!tested->keeps)
        return;
    expect_features(it->table, 1, 1, (const double[]){7});
    assert_string_equal(hillock_table_feature_name(it->table, 0), "old");
}

/* True while the nth allocation exists: then it failed. */
static bool fails_cleanly(const operation *tested, long nth, bool forever)
{
    world it;
    const long live = allocator.live;
    world_create(&it, tested);
    allocator.calls = 0;
    allocator.forever = forever;
    allocator.fail_at = nth;
    const hillock_status status = tested->run(&it);
    const bool reached = allocator.calls >= nth;
    allocator.fail_at = 0;
    if (status != (reached ? HILLOCK_ERROR_MEMORY : HILLOCK_OK))
        fail_msg("%s, allocation %ld: %s: %s", tested->name, nth, hillock_status_name(status),
                 hillock_table_message(it.table));
    if (reached) {
        assert_as_before(&it, tested);
        if (tested->run(&it) != HILLOCK_OK)
            fail_msg("%s, after allocation %ld: %s", tested->name, nth,
                     hillock_table_message(it.table));
    }
    world_destroy(&it);
    if (allocator.live != live)
        fail_msg("%s, allocation %ld: %ld blocks leak", tested->name, nth, allocator.live - live);
    return reached;
}

static void every_failing_allocation_is_reported_and_changes_nothing(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof operations / sizeof operations[0]; k++)
        for (int forever = 0; forever <= 1; forever++) {
            long nth = 1;
            while (fails_cleanly(&operations[k], nth, forever))
                nth++;
            assert_true(nth > 1);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_is_reported_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
