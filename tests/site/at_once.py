"""Processes that part and ask at once, as web processes do, in a process of its own; prints how many were let in.

One of them is killed while it asks. At last, whether one who asks as it did is let in a minute later.
"""

from multiprocessing import get_context

from brygga_site.door.counts import RequestPace


def main() -> None:
    one, fork = RequestPace(), get_context("fork")
    let = fork.SimpleQueue()

    def asks() -> None:
        let.put(sum(one.wait("a", 400, 0.0) == 0 for _ in range(300)))

    def asks_for_ever() -> None:
        while True:
            one.wait("b", 400, 0.0)

    killed = fork.Process(target=asks_for_ever)
    killed.start()
    asking = [fork.Process(target=asks) for _ in range(3)]
    for process in asking:
        process.start()
    killed.kill()
    for process in (*asking, killed):
        process.join()
    print(sum(let.get() for _ in asking), one.wait("b", 400, 60.0))


if __name__ == "__main__":
    main()
