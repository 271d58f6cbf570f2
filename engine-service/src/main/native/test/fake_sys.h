/* The seam to the kernel: the unit tests are linked with --wrap for the calls that need privileges. While the fake is
 * on they are written down and answered here; otherwise they go through. Nothing of it is in the product. */
#ifndef DAVIT_FAKE_SYS_H
#define DAVIT_FAKE_SYS_H

#include <stdbool.h>

/* Begins to fake. The call number `fail_at` (from 1, 0: none) fails with `error`. */
void fake_begin(int fail_at, int error);
/* Ends it; what was called, as words "name(arguments) ...". */
const char *fake_end(void);
/* How many calls were faked since fake_begin. */
int fake_calls(void);
/* How many descriptors this process has: to see that none is left behind. */
int fake_open_descriptors(void);

#endif
