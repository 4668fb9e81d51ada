#!/bin/sh
# How time and memory grow with the store: what the tables of docs/speed.md are filled from. Run it on an idle machine:
#
#     cargo build --release -p vigie-store --example measure
#     benches/growth.sh FOLDER [TEXTS]
#
# FOLDER takes the stores, one after the other (12 GB free); TEXTS holds real reports, as benches/report_texts.py makes them. Each run is a process of its own, so
# that its peak of memory is its own. About half an hour on two cores, and ten minutes more for the stories.
set -eu
cd "$(dirname "$0")/.."
folder=$1
texts=${2:-}
measure=${MEASURE:-target/release/examples/measure}
mkdir -p "$folder"

run() {
    echo "== measure -- $1 $2"
    rm -f "$folder/growth.db" "$folder/growth.db-wal" "$folder/growth.db-shm"
    "$measure" "$1" "$2" "$folder/growth.db" ${3:+"$3"}
}

uptime
for n in 10000 100000 300000 1000000 10000000; do run tables "$n"; done
for n in 1000 10000 100000; do run reports "$n"; done
if [ -n "$texts" ]; then
    for n in 20000 200000 1000000; do run stories "$n" "$texts"; done
fi
rm -f "$folder/growth.db" "$folder/growth.db-wal" "$folder/growth.db-shm"
