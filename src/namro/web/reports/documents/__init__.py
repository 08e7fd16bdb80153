"""Official documents made from what the program holds: each gives a letter of `core/letters`."""
