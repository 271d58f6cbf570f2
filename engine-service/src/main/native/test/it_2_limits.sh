# Resources.
memory=,\"memory\":{\"limit\":16777216,\"swap\":16777216}
[ -z "$sanitized" ] || memory=,\"memory\":{\"limit\":134217728,\"swap\":134217728}
RESOURCES=$memory shell o 'echo go; tail /dev/zero; echo $?; exit 3'
monitor o --autostart; ended
check 'out of memory: a child was killed' "$(exit_field code) $(exit_field oomKilled)" '3 true'
RESOURCES=$memory bundle o '["tail","/dev/zero"]'
monitor o --autostart; ended
check 'out of memory: the first process was killed' "$(exit_field code) $(exit_field signal) $(exit_field oomKilled)" '137 9 true'
RESOURCES=$memory bundle o '["true"]'
monitor o --autostart; ended
check 'not out of memory' "$(exit_field code) $(exit_field oomKilled)" '0 false'
RESOURCES=',"pids":{"limit":3}' shell c 'sleep 1 & sleep 1 & sleep 1 & wait'; contains 'pids limit' "$(run)" "can't fork"
RESOURCES=',"cpu":{"shares":512,"quota":20000,"period":100000,"cpus":"0"}' shell c 'cat /sys/fs/cgroup/cpu/cpu.shares /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpuset/cpuset.cpus'
check 'cpu limits' "$(run | tr '\n' ' ')" '512 20000 0 '
bundle u '["sleep","30"]'; rt create -b "$work/u" u < /dev/null > /dev/null 2>&1; rt start u
rt update --memory 268435456 --pids-limit 9 u
check 'update' "$(cat /sys/fs/cgroup/memory/$group/u/memory.limit_in_bytes /sys/fs/cgroup/pids/$group/u/pids.max | tr '\n' ' ')" '268435456 9 '
echo '{"cpu":{"shares":99}}' | rt update -r - u; check 'update by JSON' "$(cat /sys/fs/cgroup/cpu/$group/u/cpu.shares)" 99
rt delete -f u
