# Names of the tasks; what they do is in crates/xtask.

# all that CI runs
check:
    cargo xtask check

# the rules of the tree
tidy:
    cargo xtask tidy

# scores on the dev data
scores *arguments:
    cargo xtask scores {{arguments}}

# the picture of the README
picture:
    cargo xtask picture

# read the example reports
example:
    cargo run --release -p vigie-cli -- annotate --format view examples/reports
