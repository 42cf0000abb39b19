"""Long campaigns behind the promises, bounded in time; `make test` runs a sample of each."""
