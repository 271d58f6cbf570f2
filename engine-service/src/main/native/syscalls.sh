#!/bin/sh
# Writes the table of system call names and numbers from the kernel's headers: syscalls.sh ARCH CC...
# A line: {"name", {native, 32-bit sister, x32}}, -1 where a numbering lacks the call.
set -eu
arch=$1
shift
numbers() {
	header=$1
	shift
	# arm64 numbers some by way of another macro: __NR_fcntl is __NR3264_fcntl is 25.
	printf '#include <%s>\n' "$header" | "$@" -E -dM - | awk '
		$1 == "#define" && $2 ~ /^__NR/ {
			value = $0
			sub(/^#define [^ ]* /, "", value)
			gsub(/[()]|__X32_SYSCALL_BIT|\+| /, "", value)
			values[$2] = value
		}
		END { for (name in values) {
			value = values[name]
			if (value in values)
				value = values[value]
			if (name ~ /^__NR_/ && name !~ /^__NR_(syscalls|arch_specific_syscall)$/ && value ~ /^[0-9]+$/)
				print substr(name, 6), value
		} }'
}
{
	case $arch in
	x86_64)
		numbers asm/unistd_64.h "$@" | sed 's/^/0 /'
		numbers asm/unistd_32.h "$@" | sed 's/^/1 /'
		numbers asm/unistd_x32.h "$@" | sed 's/^/2 /' ;;
	*)
		numbers asm/unistd.h "$@" | sed 's/^/0 /' ;;
	esac
} | awk '{ number[$1, $2] = $3; name[$2] = 1 }
	END { for (n in name) {
		printf "{\"%s\", {", n
		for (i = 0; i < 3; i++)
			printf "%s%s", (i, n) in number ? number[i, n] : -1, i < 2 ? ", " : "}},\n"
	} }' | LC_ALL=C sort
