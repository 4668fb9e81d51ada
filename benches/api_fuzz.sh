#!/bin/sh
# Asks a server of its own everything that its OpenAPI document allows, and much that it does not, with schemathesis: no answer may be a 5xx, and each must have a
# status and a form that the document names.
#
#     python3 -m venv target/bench/fuzz && target/bench/fuzz/bin/pip install schemathesis==4.32.5
#     cargo build -p vigie-cli && benches/api_fuzz.sh [PROGRAM] [EXAMPLES]
#
# What ends the session or makes accounts is left out, and so is the stream, which never ends. A token is sent with everything, so that answers are more than 401.
# Left out among the checks: `positive_data_acceptance` (words of a query or a day that is no day of the calendar cannot be said in a schema),
# `negative_data_rejection` (an empty field of a form asks for nothing) and `ignored_auth` (it takes our own token for one that it made up).
set -eu
cd "$(dirname "$0")/.."
program=${1:-target/debug/vigie}
examples=${2:-30}
folder=$(mktemp -d)
"$program" serve examples/belarus-2022 --port 0 --store "$folder/desk.db" 2> "$folder/said" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$folder"' EXIT
until grep -q 'reports added' "$folder/said"; do sleep 1; done
base=$(sed -n 's/.*listening at \(http[^ ]*\).*/\1/p' "$folder/said")
welcome=$(sed -n 's|.*#/welcome/||p' "$folder/said")
json='content-type: application/json'
curl -sf -c "$folder/jar" -H "$json" -d "{\"token\":\"$welcome\",\"name\":\"ana\",\"password\":\"a long enough password\"}" "$base/api/v1/welcome" > "$folder/answer"
curl -sf -b "$folder/jar" -H 'sec-fetch-site: same-origin' -H "$json" -d '{"name":"fuzz","role":"judge","days":1}' "$base/api/v1/tokens" > "$folder/answer"
token=$(sed -n 's/.*"token":"\([0-9a-f]*\)".*/\1/p' "$folder/answer")
target/bench/fuzz/bin/schemathesis run "$base/api/v1/openapi.json" --url "$base" -H "Authorization: Bearer $token" \
    --exclude-path-regex '/(session|tokens|password|welcome|stream)' --max-examples "$examples" --request-timeout 30 --no-color \
    --exclude-checks positive_data_acceptance,negative_data_rejection,ignored_auth
