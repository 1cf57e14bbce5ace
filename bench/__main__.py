"""`python -m bench [NAME [COUNT] ...]`: runs the benchmarks of this folder, all of them when none is named.

Those that do something many times (`kills`, `backups`) take how many times.
"""

import sys
from importlib import import_module
from inspect import signature
from pathlib import Path


def main(words: list[str]) -> int:
    known = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    runs: list[tuple[str, list[str]]] = []
    for word in words:
        if word.isdecimal() and runs:
            runs[-1][1].append(word)
        elif word in known:
            runs.append((word, []))
        else:
            print(f"there is no benchmark '{word}': there are {', '.join(known)}", file=sys.stderr)
            return 2
    for name, counts in runs or [(name, []) for name in known]:
        run = import_module(f"bench.{name}").main
        if len(counts) > len(signature(run).parameters):
            print(f"{name} does nothing a number of times: leave {counts[-1]} out", file=sys.stderr)
            return 2
        print(f"== {name}", flush=True)
        run(*counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
