#!/bin/sh
# Runs a fuzz target for a while, from good inputs on: fuzz.sh TARGET SECONDS [SEED]. What breaks it is kept beside it.
set -eu
target=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
name=$(basename "$target")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
case $name in
fuzz_config)
	"$here/../bundle.sh" "$work/b"
	cp "$work/b/config.json" "$work/corpus/bundle"
	EXTRA_LINUX=',"sysctl":{"net.ipv4.ip_forward":"1"},"rootfsPropagation":"rslave","devices":[{"path":"/dev/fuse","type":"c","major":10,"minor":229}]' \
		EXTRA_MOUNTS=',{"destination":"/a","type":"bind","source":"/b","options":["rbind","ro","rslave"]},{"destination":"/t","type":"tmpfs","source":"t","options":["tmpcopyup","size=1m"]}' \
		RESOURCES=',"memory":{"limit":1,"swap":2},"cpu":{"shares":2,"quota":3,"cpus":"0-1"},"pids":{"limit":4},"blockIO":{"weight":10}' \
		EXTRA=',"hooks":{"prestart":[{"path":"/x","args":["x"],"env":["a=b"],"timeout":1}]},"annotations":{"a":"b"}' \
		EXTRA_PROCESS=',"rlimits":[{"type":"RLIMIT_NOFILE","soft":1,"hard":2}],"oomScoreAdj":5' "$here/../bundle.sh" "$work/b"
	cp "$work/b/config.json" "$work/corpus/full"
	cat > "$work/corpus/profile" <<-JSON
	{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],"flags":["SECCOMP_FILTER_FLAG_LOG"],
	"syscalls":[{"names":["read","clone"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":8,"valueTwo":1,"op":"SCMP_CMP_MASKED_EQ"}]}]}
	JSON
	# Every word that the reader knows.
	grep -oh '"[A-Za-z_.]\{2,40\}"' "$here"/../../src/spec*.c "$here"/../../src/seccomp_profile.c "$here"/../../src/caps.c | sort -u > "$work/dict"
	;;
fuzz_control)
	printf '\000>attach stdin=1 stdout=1 stderr=1 detach=16,17\n\020\000hello' > "$work/corpus/attach"
	printf '\001\032resize 24 80\n\013wait\n\014start\n\016status\n' > "$work/corpus/others"
	printf '"attach"\n"stdin=1"\n"stdout=1"\n"stderr=1"\n"detach="\n"resize "\n"wait\\x0a"\n"status\\x0a"\n"start\\x0a"\n"\\x0a"\n' > "$work/dict"
	;;
esac
if ! "$target" -max_total_time="$2" -seed="${3:-0}" -max_len=8192 -timeout=5 -dict="$work/dict" -artifact_prefix="$(dirname "$target")/$name-" \
	-verbosity=0 -print_final_stats=1 "$work/corpus" > "$work/log" 2>&1; then
	tail -n 60 "$work/log" >&2
	exit 1
fi
echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log") inputs, $(ls "$work/corpus" | wc -l) of them kept, none broke it"
