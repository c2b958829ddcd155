/* What completion.bash must know: commands, topics, options and what these take. */
#ifndef TOOLS_MANUAL_COMPLETION_H
#define TOOLS_MANUAL_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

/* The commands, a name a line. */
bool completion_commands(FILE *file, const char *hillock);

/* The functions of bash that completion.bash calls: _hillock_commands, _hillock_topics,
 * _hillock_options COMMAND, _hillock_value COMMAND OPTION. */
bool completion_write(FILE *file, const char *hillock);

#endif
