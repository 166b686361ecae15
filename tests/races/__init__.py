"""Races and crashes against a real server (`make test-races`): real processes, sockets, cookies, kills. docs/decisions/0024."""
