"""What a web process keeps in memory between requests: each says why no answer depends on which process gives it."""

import ast
from collections.abc import Iterator
from pathlib import Path

SITE = Path(__file__).parents[2] / "src" / "brygga_site"

OF_THE_VERSION = "made out of the code and the agreements that all processes were loaded with before they parted"
REGISTERED = "filled when the site is made ready, and not after"
PURE = "the same for the same arguments, whoever asks"
KEPT = {
    "agreements.registry": OF_THE_VERSION,
    "upgrades._known": OF_THE_VERSION,
    "upgrades._replaced": OF_THE_VERSION,
    "charges.months._code": OF_THE_VERSION,
    "web.accessibility.statement.statement": OF_THE_VERSION,
    "web.agreements.links.all_links": OF_THE_VERSION,
    "web.agreements.names.standings": OF_THE_VERSION,
    "web.agreements.search._index": OF_THE_VERSION,
    "web.rules.views.compare._comparison": PURE,
    "web.rules.views.table._proof": PURE,
    "web.dates._written": PURE,
    "web.environment._reversed": PURE,
    "web.screens._fernet": PURE,
    "sqlite.letters._compiled": PURE,
    "accounts.tokens.keys_at": "a provider's public keys, fetched anew by each process after five minutes",
    "append_only.TABLES": REGISTERED,
    "cases.let_go._asked": REGISTERED,
    "people.let_go._asked": REGISTERED,
    "keeping.reads._rules": PURE,
    "cases.keepers._KEEPERS": REGISTERED,
    "door.pace.PROGRAMS": REGISTERED,
    "organisations.approval.kinds.KINDS": REGISTERED,
    "people.shown._TOLD": REGISTERED,
    "organisations.closing._follow": REGISTERED,
    "metrics.standing._STANDING": REGISTERED,
    "trail.rows.CHANGING": REGISTERED,
    "sqlite.turn._of_threads": "locks among the threads of one process; among processes a file is locked",
}


def _remembers(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).partition("(")[0].rpartition(".")[2] in {"cache", "lru_cache"}


def kept(file: Path) -> Iterator[str]:
    """Functions that remember, and collections of a module that begin empty or hold other than what is written."""
    room = ".".join(file.relative_to(SITE).with_suffix("").parts)
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef) and any(map(_remembers, node.decorator_list)):
            yield f"{room}.{node.name}"
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        is_empty = isinstance(value, ast.Dict | ast.List) and not ast.unparse(value).strip("{}[]")
        made = isinstance(value, ast.Call) and ast.unparse(value.func) in {
            "dict",
            "list",
            "set",
            "defaultdict",
            "deque",
        }
        if is_empty or (made and not value.args and not value.keywords):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield f"{room}.{ast.unparse(target)}"


def test_whatever_a_process_remembers_is_known_not_to_change_an_answer() -> None:
    """Limits are counted together (`door.counts`); sessions, attempts and kept months lie in the database."""
    found = {
        name
        for file in SITE.rglob("*.py")
        if not {"settings", "migrations", "commands"} & set(file.parts)
        for name in kept(file)
    }
    assert found - set(KEPT) == set(), "say here why no answer depends on it, or keep it in the database"
    assert {name for name in KEPT if name not in found} == set(), "no longer there"


def test_nothing_of_the_site_changes_a_name_of_a_module() -> None:
    found = [
        f"{file.relative_to(SITE)}:{node.lineno}"
        for file in SITE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Global)
    ]
    assert found == []
