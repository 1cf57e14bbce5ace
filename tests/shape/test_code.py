"""What the code never does with what it is given: run it, evaluate it, or put it into a page as it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
BANNED_MODULES = {"subprocess", "xml", "yaml", "smtplib", "ldap3", "telnetlib", "ftplib"}
BANNED_MODULES |= {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "dbm"}
BANNED_CALLS = {"eval", "exec", "__import__", "system", "popen", "mark_safe", "SafeString", "Markup"}
WEAK = {"md5", "sha1", "DES", "ARC4", "ECB"}
ALLOWED = {
    "brygga_site/web/agreements/filters.py mark_safe",  # of a constant
}
WEAK_ALLOWED = {
    "brygga_site/accounts/breached.py sha1",  # the form of the file of leaked passwords, where it guards nothing
}


def trees() -> Iterator[tuple[str, ast.AST]]:
    for file in sorted(SRC.rglob("*.py")):
        yield str(file.relative_to(SRC)), ast.parse(file.read_text())


def name_of(call: ast.Call) -> str:
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def test_no_program_is_run_and_no_text_is_evaluated_or_taken_for_html() -> None:
    made = {
        f"{file} {name_of(node)}" for file, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    assert {one for one in made if one.rpartition(" ")[2] in BANNED_CALLS} == ALLOWED


def test_nothing_is_unpickled_and_no_xml_mail_or_directory_is_read() -> None:
    imported = {f"{file} {module}" for file, tree in trees() for node in ast.walk(tree) for module in modules(node)}
    assert {one for one in imported if one.rpartition(" ")[2] in BANNED_MODULES} == set()


PICKLING = ("locmem", "backends.db", "filebased", "memcached", "redis", "PickleSerializer", "signed_cookies")
"""Stores of Django's that pickle what they keep, or leave what a session holds with the browser."""


def test_no_store_that_the_settings_name_pickles_what_it_keeps() -> None:
    settings = [file.read_text() for file in SRC.rglob("settings/*.py")]
    assert any("CACHES" in one for one in settings)
    assert [name for name in PICKLING for text in settings if name in text] == []
    from django.conf import global_settings

    assert global_settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert not any("SESSION_ENGINE" in one or "SESSION_SERIALIZER" in one for one in settings)


def modules(node: ast.AST) -> list[str]:
    """The packages that an import names."""
    if isinstance(node, ast.Import):
        return [one.name.partition(".")[0] for one in node.names]
    return [(node.module or "").partition(".")[0]] if isinstance(node, ast.ImportFrom) else []


def test_no_broken_algorithm_is_named() -> None:
    named = {
        f"{file} {node.attr}" for file, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    assert {one for one in named if one.rpartition(" ")[2] in WEAK} == WEAK_ALLOWED


def test_a_broken_algorithm_is_used_only_where_it_says_that_it_guards_nothing() -> None:
    calls = [node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    weak = [call for call in calls if name_of(call) in WEAK]
    assert weak
    assert all("usedforsecurity=False" in ast.unparse(call) for call in weak)


def test_no_template_takes_a_text_for_html_or_holds_a_script_or_style_of_its_own() -> None:
    of_text = (r"\|\s*safe\b", r"filter\s+safe\b", r"autoescape\s+(?!true)", r"Markup")
    of_its_own = (
        r"<style|\sstyle=",
        r"<script(?![^>]*\ssrc=)",
        r"\son[a-z]+=[\"']",
        "javascript:",
        "hx-on",
        "hx-vals='?js",
    )
    harmful = "|".join((*of_text, *of_its_own))
    found = [
        f"{file.name}: {match[0]}"
        for file in SRC.rglob("*.html")
        for match in re.finditer(harmful, file.read_text(), re.IGNORECASE)
    ]
    assert found == []


def test_no_script_of_ours_makes_html_evaluates_text_or_keeps_anything_in_the_browser() -> None:
    harmful = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|Storage|postMessage|__proto__|cookie"
    )
    scripts = [file for file in SRC.rglob("*.js") if "node_modules" not in file.parts]
    assert scripts
    assert [file.name for file in scripts if re.search(harmful, file.read_text())] == []
