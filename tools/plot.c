#define _POSIX_C_SOURCE 200809L /* posix_spawnp, fileno */
#include "plot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "characters.h"
#include "replaceable.h"
#include "whole_file.h"

extern char **environ;

static bool ends_in(const char *path, const char *ending)
{
    const size_t length = strlen(path), tail = strlen(ending);
    return length > tail && strcmp(path + length - tail, ending) == 0;
}

bool plot_check(const char *path, struct fault *fault)
{
    return strcmp(path, "-") == 0 || ends_in(path, ".svg") || ends_in(path, ".png") ||
           fail(fault,
                "--plot takes the name of a picture that ends in .svg or .png, or - for one made "
                "of text; not \"%.200s\"",
                path);
}

/* As posix_spawnp will look for it. */
static bool is_in_path(const char *program)
{
    const char *at = getenv("PATH");
    bool is_there = !at; /* where the system looks by itself is not known */
    while (at && !is_there) {
        const size_t length = strcspn(at, ":");
        const size_t capacity = length + strlen(program) + 2;
        char *const name = malloc(capacity);
        if (!name)
            return true;
        (void)snprintf(name, capacity, "%.*s%s%s", (int)length, at, length > 0 ? "/" : "", program);
        is_there = access(name, X_OK) == 0;
        free(name);
        at = at[length] ? at + length + 1 : NULL;
    }
    return is_there;
}

static bool miss_gnuplot(struct fault *fault)
{
    return fail(fault, "--plot needs gnuplot, which is not installed, or not in PATH; --plot - "
                       "draws with text and needs none");
}

bool plot_is_possible(const char *path, const char *table, struct fault *fault)
{
    return strcmp(path, "-") == 0 || (whole_file_is_possible("--plot", path, fault) &&
                                      overwritable("--plot", path, table, fault) &&
                                      (is_in_path("gnuplot") || miss_gnuplot(fault)));
}

bool plot_begin(struct plot *plot, const char *path, int width, int height, struct fault *fault)
{
    *plot = (struct plot){.path = path};
    plot->script = tmpfile();
    if (!plot->script)
        return fail(fault, "no temporary file for a picture: %s", strerror(errno));
    if (ends_in(path, ".svg"))
        (void)fprintf(plot->script,
                      "set encoding utf8\nset terminal svg noenhanced size %d,%d font "
                      "'DejaVu Sans,13' background rgb 'white'\n",
                      width, height);
    else
        (void)fprintf(
            plot->script,
            "set encoding utf8\nset terminal pngcairo noenhanced size %d,%d fontscale 1.5 "
            "linewidth 2 pointscale 2 font 'DejaVu Sans,13'\n",
            2 * width, 2 * height);
    (void)fputs("set border lc rgb '#555555'\nset tics nomirror\n"
                "set datafile missing 'nan'\n",
                plot->script);
    return true;
}

void plot_text(struct plot *plot, const char *text)
{
    (void)fputc('\'', plot->script);
    while (*text) {
        const size_t length = character_length(text);
        const bool is_control = (unsigned char)*text < ' ' || *text == 127;
        if (*text == '\'')
            (void)fputs("''", plot->script); /* one, in gnuplot's text */
        else if (length == 0 || is_control)
            (void)fputc(length == 0 ? '?' : ' ', plot->script);
        else
            (void)fwrite(text, 1, length, plot->script);
        text += length > 0 ? length : 1;
    }
    (void)fputc('\'', plot->script);
}

/* gnuplot with these three streams and without the user's own settings, which are of any picture:
 * what it exits with, 127 where there is none. */
static int run_gnuplot(FILE *script, FILE *picture, FILE *errors)
{
    char name[] = "gnuplot", plain[] = "-d";
    char *const words[] = {name, plain, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int status = 0;
    if (posix_spawn_file_actions_init(&actions))
        return 127;
    const bool set = !posix_spawn_file_actions_adddup2(&actions, fileno(script), 0) &&
                     !posix_spawn_file_actions_adddup2(&actions, fileno(picture), 1) &&
                     !posix_spawn_file_actions_adddup2(&actions, fileno(errors), 2);
    const bool runs = set && !posix_spawnp(&child, name, &actions, NULL, words, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (!runs)
        return 127;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 126;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

/* The line of gnuplot's answer that says what was wrong: the last one with a text. */
static bool report(FILE *errors, struct fault *fault)
{
    char line[400], last[400] = "no reason given";
    rewind(errors);
    while (fgets(line, sizeof line, errors)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[strspn(line, " ^")])
            memcpy(last, line, sizeof last);
    }
    return fail(fault, "gnuplot could not make the picture: %s", last + strspn(last, " "));
}

/* gnuplot does not say where it could not write all of a picture: then its end is missing. */
static bool has_end(FILE *picture, const char *path)
{
    const char *const end = ends_in(path, ".svg") ? "</svg>" : "IEND";
    char last[16];
    if (fseek(picture, -(long)sizeof last, SEEK_END) != 0)
        return false;
    const size_t length = fread(last, 1, sizeof last, picture);
    for (size_t i = 0; i + strlen(end) <= length; i++)
        if (memcmp(last + i, end, strlen(end)) == 0)
            return true;
    return false;
}

/* The picture, now that it is whole, to its place. */
static bool keep(FILE *picture, const char *path, struct fault *fault)
{
    char bytes[8192];
    size_t count;
    struct whole_file whole;
    if (!has_end(picture, path))
        return fail(fault,
                    "%s: gnuplot has not made all of the picture; is there room left in "
                    "the folder of temporary files?",
                    path);
    if (!overwritable("--plot", path, NULL, fault)) /* what fit has saved may be called so, too */
        return false;
    if (!whole_file_open(&whole, path, fault))
        return whole_file_close(&whole, false, fault);
    rewind(picture);
    while ((count = fread(bytes, 1, sizeof bytes, picture)) > 0)
        (void)fwrite(bytes, 1, count, whole.file);
    return whole_file_close(&whole, true, fault);
}

void plot_drop(struct plot *plot)
{
    if (plot->script)
        (void)fclose(plot->script);
    *plot = (struct plot){0};
}

bool plot_end(struct plot *plot, struct fault *fault)
{
    FILE *const picture = tmpfile(), *const errors = tmpfile();
    bool done = picture && errors && fflush(plot->script) == 0 && !ferror(plot->script);
    if (!done)
        (void)fail(fault, "no temporary file for a picture: %s", strerror(errno));
    else {
        rewind(plot->script);
        const int exits = run_gnuplot(plot->script, picture, errors);
        if (exits == 127)
            done = miss_gnuplot(fault);
        else
            done = exits ? report(errors, fault) : keep(picture, plot->path, fault);
    }
    if (picture)
        (void)fclose(picture);
    if (errors)
        (void)fclose(errors);
    plot_drop(plot);
    return done;
}
