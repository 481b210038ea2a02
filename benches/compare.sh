#!/usr/bin/env bash
# The whole program against the least that a program built from the same libraries has to do, in one run, as ratios:
#
#     benches/compare.sh [--python] [ARTICLES] [FOLDER]
#
# makes a corpus of ARTICLES (10000 when not given) articles below FOLDER (a temporary one), and prints throughput,
# ratios, peak memory and the time of questions. With --python also the speed of the Python programs that people use
# for parts of the work, on 1,000 articles; it needs pip, and installs them in a folder of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

python=no
if [ "${1:-}" = --python ]; then python=yes; shift; fi
articles=${1:-10000}
folder=${2:-$(mktemp -d)}
corpus=$folder/corpus-$articles

cargo build --release --quiet
program=$PWD/target/release/tongjian
reference() { cargo bench --quiet --bench compare -- "$@"; }
now() { date +%s.%N; }
seconds() { local begun; begun=$(now); "$@" > /dev/null; awk -v a="$begun" -v b="$(now)" 'BEGIN { printf "%.3f", b - a }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'; }
row() { printf '%-64s %10s   %s\n' "$1" "$2" "$3"; }

mkdir -p "$folder"
reference corpus "$corpus" "$articles"
export TONGJIAN_LIBRARY=$folder/library-$articles
rm -rf "$TONGJIAN_LIBRARY" "$folder/reference"

read -r megabytes cut _ < <(reference cut "$corpus")
row "corpus" "$megabytes" "MB of UTF-8, $articles articles"
row "jieba-rs cut, no HMM, one thread" "$(ratio "$megabytes" "$cut")" "MB/s"

one=$(seconds "$program" extract --threads 1 "$corpus")
two=$(seconds "$program" extract --threads 2 "$corpus")
row "extract, one thread, whole process" "$(ratio "$megabytes" "$one")" "MB/s"
row "extract, one thread / jieba-rs cut" "$(ratio "$cut" "$one")" "bar: at least 0.5"
row "extract, two threads / one" "$(ratio "$one" "$two")" "bar: at least 1.8"

read -r _ bare _ < <(reference index "$corpus" "$folder/reference" 2)
ingest=$(seconds "$program" ingest --threads 2 "$corpus")
again=$(seconds "$program" ingest --threads 2 "$corpus")
row "jieba tokenizer + Tantivy of the text, two threads" "$(ratio "$megabytes" "$bare")" "MB/s"
row "ingest, two threads, whole process" "$(ratio "$megabytes" "$ingest")" "MB/s"
row "ingest / jieba tokenizer + Tantivy" "$(ratio "$bare" "$ingest")" "bar: at least 0.8"
row "ingest again, nothing changed / first" "$(ratio "$again" "$ingest")" "bar: at most 0.03"
row "ingest, milliseconds for an article" "$(awk -v s="$ingest" -v n="$articles" 'BEGIN { printf "%.3f", 1000 * s / n }')" \
  "at 1,000,000 at most 1.3 times that at 10,000"
index=$(du -sb --exclude=reports "$TONGJIAN_LIBRARY" | cut -f 1)
row "library without originals / text" "$(awk -v i="$index" -v m="$megabytes" 'BEGIN { printf "%.2f", i / m / 1e6 }')" "bar: at most 1.2"
if [ -x /usr/bin/time ]; then
  rm -rf "$TONGJIAN_LIBRARY"
  peak=$(/usr/bin/time -f %M "$program" ingest --threads 2 "$corpus" 2>&1 > /dev/null | tail -n 1)
  row "ingest, peak memory" "$((peak / 1024))" "MiB; bar: under 1024 for 1,000,000 articles"
fi

row "who, whole process" "$(seconds "$program" who 委员接待日)" "s; bar: under 0.060 at 100,000 articles"
row "compare, whole process" "$(seconds "$program" compare workstation.studio)" "s; bar: under 0.060"
row "facts, whole process" "$(seconds "$program" facts --metric workstation.studio --region 厦门)" "s; bar: under 0.060"
row "search, whole process" "$(seconds "$program" search '老旧小区 协商')" "s; bar: under 0.120"

if [ "$python" = yes ]; then
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" install --quiet jieba jionlp cpca
  small=$folder/corpus-1000
  reference corpus "$small" 1000
  own=$(seconds "$program" extract --threads 1 "$small")
  for peer in jieba cpca jionlp; do
    took=$("$folder/python/bin/python" benches/peers.py "$peer" "$small" | tail -n 1)
    row "extract / $peer (Python), 1,000 articles" "$(ratio "$took" "$own")" "times as fast (jionlp: bar 100)"
  done
fi
