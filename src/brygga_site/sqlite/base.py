"""Django's SQLite backend with a file lock before BEGIN.

SQLite tells a second writer "locked" after polling with growing pauses, so under load some starve. Here writers take
turns (`turn`), and none waits longer than the connection's `timeout`. Transactions are IMMEDIATE and the log is synced
on every commit.
"""

from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from brygga_site.sqlite import letters, private
from brygga_site.sqlite.turn import Turn

# What SQLite itself waits when the settings say nothing.
TIMEOUT = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    _turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db() and not str(self.settings_dict["NAME"]).startswith("file:"):
            private.keep(Path(self.settings_dict["NAME"]))
        connection = super().get_new_connection(conn_params)
        letters.register(connection)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        file = f"{self.settings_dict['NAME']}.lock"
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", TIMEOUT))
        try:
            self._turn = Turn(file, seconds)
        except TimeoutError as held:
            raise OperationalError(f"database is locked: {file} was held for {seconds:g} s") from held
        except OSError as error:
            raise OperationalError(f"{file} cannot be opened: {error.strerror}") from error

    def _end_turn(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            turn.end()
