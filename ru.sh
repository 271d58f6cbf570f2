export XDG_RUNTIME_DIR=/run/user/1001 HOME=/tmp/sdx/home
cd /tmp/sdx/home; R="/tmp/sdx/rt"
rm -f bundle/config.json; $R spec --rootless -b bundle; sed -i 's/"terminal": true/"terminal": false/; s/"readonly": true/"readonly": false/; s|\["sh"\]|["sleep","60"]|; s|"linux": {|"linux": {"cgroupsPath":":davit:two",|' bundle/config.json
$R --systemd-cgroup run -d -b bundle two </dev/null >/dev/null; echo rc $?
systemctl --user status davit-two.scope --no-pager
$R exec two cat /proc/self/cgroup
cat /proc/self/cgroup
find /sys/fs/cgroup -name "davit-two*"
cat $(find /sys/fs/cgroup -name "davit-two*")/cgroup.procs
$R ps two
$R pause two; $R state two; $R resume two
time $R delete -f two
find /sys/fs/cgroup -name "davit-two*"
