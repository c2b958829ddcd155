/* Makes the manual pages and the tables of the shell completion, from what the command says of
 * itself. Run while building:
 *
 *     hillock_manual page HILLOCK VERSION DATE [COMMAND]   a page on the standard output
 *     hillock_manual commands HILLOCK                      the names of the commands
 *     hillock_manual completion HILLOCK                    functions of bash: completion.bash */
#include <stdio.h>
#include <string.h>

#include "completion.h"
#include "page.h"

int main(int argc, char **argv)
{
    const char *const wanted = argc > 2 ? argv[1] : "";
    bool done = false;
    if (strcmp(wanted, "page") == 0 && (argc == 5 || argc == 6)) {
        struct page page = {
            .file = stdout, .hillock = argv[2], .version = argv[3], .date = argv[4]};
        done = page_write(&page, argc == 6 ? argv[5] : NULL);
    } else if (strcmp(wanted, "commands") == 0)
        done = completion_commands(stdout, argv[2]);
    else if (strcmp(wanted, "completion") == 0)
        done = completion_write(stdout, argv[2]);
    else
        (void)fputs("hillock_manual page|commands|completion HILLOCK ...\n", stderr);
    return done && fflush(stdout) == 0 ? 0 : 1;
}
