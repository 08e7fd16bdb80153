"""The `namro` command: a thin door to the rooms."""

import sys


def main() -> int:
    raise NotImplementedError(sys.argv)
