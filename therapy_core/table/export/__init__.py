"""One schema, written down in every form that others read.

Each function takes a `Schema` and returns plain data or text; the same schema always gives the
same result, so that a check can compare what is committed with what the code says.
"""

from therapy_core.table.export.chart import markdown
from therapy_core.table.export.cloudformation import cloudformation
from therapy_core.table.export.create import create_table_input
from therapy_core.table.export.workbench import workbench

__all__ = ["cloudformation", "create_table_input", "markdown", "workbench"]
