/* The device rules of cgroup v2: a small eBPF program attached to the group. */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "cgroup.h"
#include "sys.h"

struct program {
	struct bpf_insn *code;
	size_t length;
};

static void emit(struct program *p, uint8_t code, uint8_t to, uint8_t from, int16_t offset, int32_t value)
{
	p->code[p->length++] = (struct bpf_insn){ .code = code, .dst_reg = to & 0xf, .src_reg = from & 0xf, .off = offset,
		.imm = value };
}

/* r2: type, r3: access, r4: major, r5: minor, out of the context in r1. */
static void emit_prologue(struct program *p)
{
	emit(p, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1, 0, 0);
	emit(p, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_3, BPF_REG_2, 0, 0);
	emit(p, BPF_ALU | BPF_AND | BPF_K, BPF_REG_2, 0, 0, 0xffff);
	emit(p, BPF_ALU | BPF_RSH | BPF_K, BPF_REG_3, 0, 0, 16);
	emit(p, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_4, BPF_REG_1, 4, 0);
	emit(p, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_5, BPF_REG_1, 8, 0);
}

static void emit_return(struct program *p, bool allow)
{
	emit(p, BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, allow);
	emit(p, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static int access_bits(const char *access)
{
	int bits = 0;
	for (; *access; access++)
		bits |= *access == 'r' ? BPF_DEVCG_ACC_READ : *access == 'w' ? BPF_DEVCG_ACC_WRITE : BPF_DEVCG_ACC_MKNOD;
	return bits;
}

/* An allowing rule must cover everything asked for, a denying one is hit by any part of it. */
static void emit_rule(struct program *p, const struct spec_device_rule *rule)
{
	size_t jumps[5], count = 0;
	int bits = access_bits(rule->access);
	if (rule->type != 'a') {
		jumps[count++] = p->length;
		emit(p, BPF_JMP | BPF_JNE | BPF_K, BPF_REG_2, 0, 0, rule->type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
	}
	if (bits != 7) {
		emit(p, BPF_ALU | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_3, 0, 0);
		emit(p, BPF_ALU | BPF_AND | BPF_K, BPF_REG_1, 0, 0, rule->allow ? ~bits & 7 : bits);
		jumps[count++] = p->length;
		emit(p, BPF_JMP | (rule->allow ? BPF_JNE : BPF_JEQ) | BPF_K, BPF_REG_1, 0, 0, 0);
	}
	if (rule->major >= 0) {
		jumps[count++] = p->length;
		emit(p, BPF_JMP | BPF_JNE | BPF_K, BPF_REG_4, 0, 0, (int32_t)rule->major);
	}
	if (rule->minor >= 0) {
		jumps[count++] = p->length;
		emit(p, BPF_JMP | BPF_JNE | BPF_K, BPF_REG_5, 0, 0, (int32_t)rule->minor);
	}
	emit_return(p, rule->allow);
	for (size_t i = 0; i < count; i++)
		p->code[jumps[i]].off = (int16_t)(p->length - jumps[i] - 1);
}

static long bpf(int command, union bpf_attr *attr) { return syscall(SYS_bpf, command, attr, sizeof(*attr)); }

/* The last rule that fits decides, so that they are tried from the last to the first. */
int cgroup_v2_devices(struct cgroup *cgroup, struct arena *arena, const struct spec_device_rule *rules, size_t count,
	struct error *e)
{
	struct program p = { arena_array(arena, 8 + 9 * count, sizeof(struct bpf_insn)), 0 };
	static const char license[] = "Apache-2.0";
	emit_prologue(&p);
	for (size_t i = count; i-- > 0;)
		emit_rule(&p, &rules[i]);
	emit_return(&p, false);
	union bpf_attr load;
	memset(&load, 0, sizeof(load));
	load.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
	load.insns = (uint64_t)(uintptr_t)p.code;
	load.insn_cnt = (uint32_t)p.length;
	load.license = (uint64_t)(uintptr_t)license;
	int fd = (int)bpf(BPF_PROG_LOAD, &load);
	if (fd < 0)
		return error_errno(e, "load the device program");
	/* O_PATH descriptors are not taken here. */
	int group = openat(cgroup->hierarchies[0].group, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	union bpf_attr attach;
	memset(&attach, 0, sizeof(attach));
	attach.target_fd = (uint32_t)group;
	attach.attach_bpf_fd = (uint32_t)fd;
	attach.attach_type = BPF_CGROUP_DEVICE;
	attach.attach_flags = BPF_F_ALLOW_MULTI;
	int result = group >= 0 ? (int)bpf(BPF_PROG_ATTACH, &attach) : -1;
	if (result != 0)
		error_errno(e, "attach the device program");
	if (group >= 0)
		close(group);
	close(fd);
	return result == 0 ? 0 : -1;
}
