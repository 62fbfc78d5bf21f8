"""Black-box attacks on a running server. They try from outside to break the promises of docs/SECURITY.md.

Each attack is a function whose name is a sentence; `@attack` names the faults of docs/SECURITY.md that it tries to commit.
`tools/test/attack.sh` starts the servers and runs this package. The package needs only Python's standard library."""
