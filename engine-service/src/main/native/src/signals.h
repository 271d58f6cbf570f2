/* Signal names as the command line takes them. */
#ifndef DAVIT_SIGNALS_H
#define DAVIT_SIGNALS_H

/* "KILL", "SIGKILL", "sigkill", "9", "RTMIN+3"; -1 when unknown. */
int signal_number(const char *name);

#endif
