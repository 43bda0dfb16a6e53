"""The table's three indexes, each with one meaning."""

from therapy_core.table import Index

GSI1 = Index("GSI1", "what a therapist lists")
GSI2 = Index("GSI2", "what a client lists")
GSI3 = Index("GSI3", "the directory, and the work that falls due")
