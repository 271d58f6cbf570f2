/* `--help`, of the program and of each command. */
#ifndef DAVIT_HELP_H
#define DAVIT_HELP_H

#include <stdbool.h>

void help_program(const char *program);
/* False when there is no such command. */
bool help_command(const char *program, const char *command);

#endif
