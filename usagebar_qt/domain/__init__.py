"""Pure: the facts, states and policies of plan usage. Standard library only; time is data."""
