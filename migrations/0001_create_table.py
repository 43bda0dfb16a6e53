"""Create the practice's table, with its three indexes and with items that expire.

Everything lies in one table, so everything else comes after it. A table that was made by other
means, such as a CloudFormation template, is left as it is and entered as done.
"""

from therapy_core.table.migrations import Context


def up(context: Context) -> None:
    """Create the table."""
    context.create_table()
