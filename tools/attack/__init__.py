"""Black-box attacks on a running server: what docs/SECURITY.md promises is tried from outside.

Each attack is a function whose name is a sentence; `@attack` names the faults of docs/SECURITY.md that it tries to commit.
`tools/test/attack.sh` starts the servers and runs this package. It needs nothing but Python's standard library."""
