"""Writes docs/generated: `python -m tests.spec`."""

from tests.spec.generated import FOLDER, pages


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/generated/{name}")


if __name__ == "__main__":
    main()
