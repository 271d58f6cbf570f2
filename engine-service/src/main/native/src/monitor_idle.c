/* Memory of a monitor that has nothing to do, which is what most monitors do for most of their lives.
 *
 * When nothing has happened for a moment, everything that is not needed in order to go on waiting is
 * given up: the program itself (its pages stay in the page cache and come back when they are touched),
 * the stack below, and the buffers. What waits is one page of code: it makes its system calls itself,
 * so that not even the C library comes back for it, and lies in a mapping of its own, so that the
 * kernel, which maps the 64 KiB around a page that is touched, finds no neighbours. */
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "monitor.h"

enum { IDLE_MS = 100, STACK_USED = 64 * 1024, RANGES = 24, RED_ZONE = 256 };

struct range {
	uintptr_t from, to;
};

static struct {
	struct range ranges[RANGES];
	int count;
} forgettable;

static inline long call(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
		: "rcx", "r11", "memory");
	return result;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return x0;
#else
#error "no system call instruction for this processor"
#endif
}

/* Whole pages only; those at the ends hold something else too. */
static void add_range(uintptr_t from, uintptr_t to)
{
	from = (from + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
	to &= ~(uintptr_t)(PAGE - 1);
	if (from < to && forgettable.count < RANGES)
		forgettable.ranges[forgettable.count++] = (struct range){ from, to };
}

/* What of the program is the same in its file: code and constants, and the part of the data that is
 * constant unless a loader relocated it, which happens in a position-independent program only. */
static void add_program(void)
{
	const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);
	size_t count = headers ? getauxval(AT_PHNUM) : 0;
	for (size_t i = 0; i < count; i++) {
		bool constant = headers[i].p_type == PT_LOAD && !(headers[i].p_flags & PF_W);
#if !defined(__PIE__) && !defined(__PIC__)
		if (constant || headers[i].p_type == PT_GNU_RELRO)
			add_range(headers[i].p_vaddr & ~(uintptr_t)(PAGE - 1), headers[i].p_vaddr + headers[i].p_memsz
				+ (constant ? PAGE - 1 : 0));
#else
		(void)constant;
#endif
	}
}

static int waiting_page(struct epoll_event *events, int count);

void monitor_prepare_idling(void)
{
	add_program();
	add_range((uintptr_t)log_buffers.stage, (uintptr_t)log_buffers.stage + sizeof(log_buffers.stage));
	add_range((uintptr_t)monitor.buffer, (uintptr_t)(&monitor + 1)); /* it is the last, and padded */
	madvise((void *)((uintptr_t)waiting_page & ~(uintptr_t)(PAGE - 1)), PAGE, MADV_RANDOM);
}

/* Aligned so that it cannot straddle two pages. The stack is kept from this frame up. */
__attribute__((section(".text.monitor_waiting_page"), aligned(1024), noinline))
static int waiting_page(struct epoll_event *events, int count)
{
	char here;
	uintptr_t stack = ((uintptr_t)&here - RED_ZONE) & ~(uintptr_t)(PAGE - 1);
	call(SYS_madvise, (long)(stack - STACK_USED), STACK_USED, MADV_DONTNEED, 0, 0, 0);
	for (int stream = 0; stream < 2; stream++)
		if (monitor.log.partial_length[stream] == 0)
			call(SYS_madvise, (long)log_buffers.partial[stream], LOG_LINE, MADV_DONTNEED, 0, 0, 0);
	for (int i = 0; i < forgettable.count; i++)
		call(SYS_madvise, (long)forgettable.ranges[i].from, (long)(forgettable.ranges[i].to - forgettable.ranges[i].from),
			MADV_DONTNEED, 0, 0, 0);
	return (int)call(SYS_epoll_pwait, monitor.epoll, (long)events, count, -1, 0, 8);
}

int monitor_wait(struct epoll_event *events, int count)
{
	int ready = epoll_wait(monitor.epoll, events, count, IDLE_MS);
	return ready != 0 ? ready : waiting_page(events, count);
}
