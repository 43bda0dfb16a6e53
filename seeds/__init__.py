"""A believable practice to develop and to demonstrate with; see README.md."""
