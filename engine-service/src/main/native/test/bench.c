/* bench N COMMAND...: runs the command N times ("%" in an argument becomes the number of the run) and
 * prints the median, the fastest and the 95th percentile, and the median of the processor time of all its
 * processes that it waited for, in microseconds. The last hardly depends on what else the machine does. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int compare(const void *a, const void *b) { return *(const long *)a < *(const long *)b ? -1 : *(const long *)a > *(const long *)b; }

int main(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[1]) : 0, status;
	long *times = calloc((size_t)count + 1, sizeof(long)), *used = calloc((size_t)count + 1, sizeof(long));
	char **args = calloc((size_t)argc, sizeof(char *));
	if (count < 1)
		return 2;
	for (int run = 0; run < count; run++) {
		char number[5][128];
		int numbers = 0;
		for (int i = 2; i < argc; i++) {
			char *mark = strchr(argv[i], '%');
			args[i - 2] = argv[i];
			if (mark && numbers < 5) {
				snprintf(number[numbers], 128, "%.*s%d%s", (int)(mark - argv[i]), argv[i], run, mark + 1);
				args[i - 2] = number[numbers++];
			}
		}
		pid_t pid;
		struct rusage usage;
		long start = now();
		if (posix_spawnp(&pid, args[0], NULL, NULL, args, environ) != 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
			fprintf(stderr, "run %d failed: %d\n", run, status);
			return 1;
		}
		times[run] = now() - start;
		used[run] = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
	}
	qsort(times, (size_t)count, sizeof(long), compare);
	qsort(used, (size_t)count, sizeof(long), compare);
	printf("%ld %ld %ld %ld\n", times[count / 2], times[0], times[count * 95 / 100], used[count / 2]);
	return 0;
}
