"""`therapy import`: a record comes back from its archive."""

from __future__ import annotations

from pathlib import Path

from tests.practices import PASSWORD, SETTINGS, a_client, new_practice
from tests.therapy_cli.test_main import therapy
from therapy_core.directory.models import Client


def test_brings_back_who_was_erased(endpoint: str, table_name: str, tmp_path: Path) -> None:
    """What was taken along is there again; a second time, and what is no archive, is refused."""
    practice = new_practice(endpoint, table_name)
    ada = a_client(practice)
    records, file = practice.acting_as(ada).records, tmp_path / "record.zip"
    with records.export() as archive:
        file.write_bytes(archive.read())
    records.erase(PASSWORD)
    where = {
        "DYNAMODB_ENDPOINT": endpoint,
        "TABLE_NAME": table_name,
        "JWT_SECRET": SETTINGS.jwt_secret.reveal(),
        "MASTER_KEY": SETTINGS.master_key.reveal(),
    }
    done = therapy("import", str(file), **where)
    assert (done.returncode, "brought back" in done.stdout) == (0, True), done.stderr
    assert practice.table.get(Client.at(client_id=ada.profile_id)) is not None
    assert therapy("import", str(file), **where).returncode == 1
    file.write_text("no archive")
    refused = therapy("import", str(file), **where)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
