"""The one queue and long jobs: rows that hold what is to be done until it is done."""
