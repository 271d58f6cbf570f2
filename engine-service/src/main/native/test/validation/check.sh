#!/bin/sh
# Judges what run.sh left: check.sh OUTPUT KNOWN. A line that is not ok, a program that prints none, or that ends
# with an error fails, unless KNOWN has it with its reason.
set -eu
here=$(dirname "$(readlink -f "$0")")
known=${2:-$here/known.txt}
found=$(mktemp)
trap 'rm -f "$found"' EXIT

# PROGRAM|text for every line that is not ok, PROGRAM|(exit N) and PROGRAM|(no test line)
for tap in "$1"/*.tap; do
	program=$(basename "$tap" .tap)
	code=$(cut -d' ' -f1 "$1/$program.code")
	sed -n "s/^not ok [0-9]* - /$program|/p" "$tap"
	[ "$code" = 0 ] || echo "$program|(exit $code)"
	grep -q -e '^ok ' -e '^not ok ' "$tap" || [ "$code" != 0 ] || echo "$program|(no test line)"
done > "$found"
listed() { grep -v -e '^#' -e '^$' "$known" | sed 's/  *# .*//'; }

ok=$(cat "$1"/*.tap | grep -c '^ok ' || true)
programs=$(ls "$1"/*.tap | wc -l)
wrong=$(listed | sort -u | grep -vxF -f - "$found" || true)
[ "$programs" -ge 58 ] || { echo "only $programs programs ran" >&2; exit 1; }
listed | sort -u | while read -r line; do
	grep -qxF "$line" "$found" || echo "listed, but good here: $line"
done
if [ -n "$wrong" ]; then
	printf '%s\n' "$wrong" | sort | uniq -c | sed 's/^/NOT OK /' >&2
	printf '%s\n' "$wrong" | cut -d'|' -f1 | sort -u | while read -r program; do
		sed "s/^/$program: /" "$1/$program.err" | head -n 10 >&2
	done
	exit 1
fi
# No program may have stopped early unseen: runc 1.1.5 has 3,275 lines that are ok.
[ "$ok" -ge 3275 ] || { echo "only $ok lines are ok, fewer than runc's 3275" >&2; exit 1; }
echo "validation: $programs programs, $ok lines ok, $(wc -l < "$found") expected failures"
