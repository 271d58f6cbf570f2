/* The mount options this runtime knows, for `features`. */
#ifndef DAVIT_MOUNT_NAMES_H
#define DAVIT_MOUNT_NAMES_H

const char *mount_option_name(int index); /* NULL past the last */

#endif
