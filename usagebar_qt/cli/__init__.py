"""The console command `usagebar`. Imports no Qt."""
