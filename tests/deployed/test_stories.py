"""The stories, told again through the deployed gateway and its functions.

What each test holds is said where it stands; here everything between is real: routes, functions in
processes of their own, secrets from Secrets Manager, data keys from KMS.
"""

# ruff: noqa: F403 - all of their tests, whatever they are
from tests.stories.test_a_client import *
from tests.stories.test_a_therapist import *
from tests.stories.test_an_admin import *
