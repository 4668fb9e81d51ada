#!/bin/sh
# Runs fuzz targets one after the other, each for some seconds, and says how many inputs each tried:
#
#     python3 fuzz/seeds.py && fuzz/run.sh 600 tables forms web
#
# It needs a nightly toolchain and a C++ compiler, and builds without cargo-fuzz, as that does with `-s none`: the code is safe Rust, whose faults
# are panics. An input that took more than ten seconds of a busy machine is no fault, one that took twenty is. What an input broke lies in fuzz/artifacts/TARGET; the program that is named at the end takes it as an argument.
set -eu
seconds=$1
shift
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
coverage="$coverage -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
export RUSTFLAGS="$coverage"
# A lower level builds in a third of the time, and tries fewer inputs a second.
export CARGO_PROFILE_RELEASE_OPT_LEVEL="${FUZZ_OPT_LEVEL:-2}" CARGO_PROFILE_RELEASE_DEBUG=0
for target in "$@"; do
    cargo +nightly build --quiet --release --target "$host" --target-dir target --bin "$target"
done
failed=0
for target in "$@"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    program="target/$host/release/$target"
    log="target/$target.log"
    "$program" "corpus/$target" -artifact_prefix="artifacts/$target/" -max_total_time="$seconds" -max_len=20000 -rss_limit_mb=2048 \
        -timeout=20 -print_final_stats=1 >"$log" 2>&1 || failed=1
    tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1)
    echo "$target: $tried inputs, $covered, $(find "artifacts/$target" -type f ! -name 'slow-unit-*' | wc -l) faults; $program"
done
exit "$failed"
