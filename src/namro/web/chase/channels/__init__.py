"""Ways out of the program: each sends one prepared text to one address and says truly what came of it."""
