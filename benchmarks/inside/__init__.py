"""What benchmarks run in a process that has Django already: one database each."""
