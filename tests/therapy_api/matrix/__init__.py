"""The complete matrix of access: every operation, by everybody, in every state, over HTTP."""
