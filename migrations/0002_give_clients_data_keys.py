"""Give every client who was here before the two data keys that new clients begin with.

What people write is sealed under these keys. A client without one would be given it by the first
text; a client who has both is spared that call.
"""

from therapy_core.directory.models import Client
from therapy_core.keys.models import OWN, RECORD, DataKey
from therapy_core.table import Ref
from therapy_core.table.migrations import Context


def up(context: Context) -> None:
    """Make the keys that are missing, wrapped as the settings say."""

    def made(ref: Ref) -> DataKey:
        return context.table.sealer.new_at(ref)

    context.complete("data keys", Client, keys_of, made)


def keys_of(client: Client) -> list:
    """Return where the client's keys lie."""
    return [DataKey.at(client_id=client.client_id, name=name) for name in (OWN, RECORD)]
