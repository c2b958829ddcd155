#define _XOPEN_SOURCE 700 /* mkdtemp */
/* Models in files: an old one is replaced whole or not at all, and nothing that is no file is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "hillock/hillock.h"
#include "persist/replace_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static hillock_model *a_model(void)
{
    hillock_neuron *neuron;
    hillock_model *model;
    must(hillock_neuron_create(&neuron, 2, HILLOCK_ELU, HILLOCK_HUBER));
    must(hillock_model_create(&model, neuron));
    hillock_neuron_destroy(neuron);
    return model;
}

static void files_are_replaced_whole(void **state)
{
    (void)state;
    char folder[] = "/tmp/hillock-models-XXXXXX", path[64], other[64], message[300];
    hillock_model *const model = a_model(), *read = NULL;
    assert_non_null(mkdtemp(folder));
    sprintf(path, "%s/m", folder);
    sprintf(other, "%s/missing/m", folder);
    for (int k = 0; k < 2; k++) { /* new, then over the old one */
        must(hillock_model_save(model, path));
        must(hillock_model_load(&read, path, 0, NULL));
        hillock_model_destroy(read);
        read = NULL;
    }
    assert_int_equal(hillock_model_save(model, other), HILLOCK_ERROR_FILE);
    assert_non_null(strstr(hillock_model_message(model), other));
    assert_int_equal(hillock_model_load(&read, other, sizeof message, message), HILLOCK_ERROR_FILE);
    assert_non_null(strstr(message, "No such file"));
    assert_int_equal(remove(path), 0);
    assert_int_equal(remove(folder), 0); /* nothing else was left in it */
    hillock_model_destroy(model);
}

/* A folder of its own for a test, and a place in it. */
static void make_folder(char folder[64], char path[96])
{
    strcpy(folder, "/tmp/hillock-models-XXXXXX");
    assert_non_null(mkdtemp(folder));
    sprintf(path, "%s/m", folder);
}

static void only_files_are_replaced(void **state)
{
    (void)state;
    char folder[64], path[96], link[96], open_one[64];
    struct stat about;
    hillock_model *const model = a_model(), *read = NULL;
    make_folder(folder, path);
    sprintf(link, "%s/link", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(symlink("m", link), 0);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(hillock_model_save(model, k ? link : path), HILLOCK_ERROR_FILE);
        assert_non_null(strstr(hillock_model_message(model), "a pipe"));
        assert_int_equal(lstat(path, &about), 0);
        assert_true(S_ISFIFO(about.st_mode));
    }
    assert_int_equal(hillock_model_save(model, folder), HILLOCK_ERROR_FILE);
    assert_int_equal(remove(path), 0);
    must(hillock_model_save(model, link)); /* which leads to nothing */
    assert_int_equal(lstat(link, &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    must(hillock_model_load(&read, path, 0, NULL));
    hillock_model_destroy(read);
    const int descriptor = open(path, O_WRONLY);
    sprintf(open_one, "/proc/self/fd/%d", descriptor);
    if (lstat(open_one, &about) == 0)
        assert_int_equal(hillock_model_save(model, open_one), HILLOCK_ERROR_FILE);
    close(descriptor);
    assert_int_equal(remove(link), 0);
    assert_int_equal(symlink("link", link), 0);
    assert_int_equal(hillock_model_save(model, link), HILLOCK_ERROR_FILE); /* leads to itself */
    assert_int_equal(remove(link) + remove(path) + remove(folder), 0);
    hillock_model_destroy(model);
}

/* Puts a byte into a file, and looks who may read the new file meanwhile. */
static bool look_at_mode(hillock_write_function write, void *file, const void *what)
{
    struct stat about;
    char name[128];
    sprintf(name, "%s.hillock-%ld-0.tmp", (const char *)what, (long)getpid());
    assert_int_equal(stat(name, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    return write("x", 1, file) == 0;
}

static void a_secret_stays_one_while_it_is_written(void **state)
{
    (void)state;
    char folder[64], path[96];
    struct stat about;
    hk_message message;
    make_folder(folder, path);
    hillock_model *const model = a_model();
    must(hillock_model_save(model, path));
    assert_int_equal(chmod(path, 0600), 0);
    must(hk_replace_file(path, look_at_mode, path, &message));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(remove(path) + remove(folder), 0);
    hillock_model_destroy(model);
}

static void save_into(const char *path)
{
    hillock_model *const model = a_model();
    const hillock_status status = hillock_model_save(model, path);
    hillock_model_destroy(model);
    _exit(status == HILLOCK_OK ? 0 : 1);
}

/* As somebody else than root, whom nothing is refused. */
static void a_folder_need_not_be_readable(void **state)
{
    (void)state;
    char folder[64], path[96];
    int ended = -1;
    make_folder(folder, path);
    assert_int_equal(chmod(folder, 0333), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(0);
        save_into(path);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(chmod(folder, 0700), 0);
    assert_int_equal(ended, 0);
    (void)remove(path);
    assert_int_equal(remove(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_replaced_whole),
        cmocka_unit_test(only_files_are_replaced),
        cmocka_unit_test(a_secret_stays_one_while_it_is_written),
        cmocka_unit_test(a_folder_need_not_be_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
