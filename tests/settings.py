"""config.settings, pointed at throw-away servers of this very run; they start when a test first needs them."""

import os

from tests.servers import addresses
from tools.environment import for_product, new_secret

os.environ.update(for_product(addresses(), secret_key=new_secret(), LIGHTDUTY_PROCESS="manage"))

from config.settings import *  # noqa: F403 - everything is config's, once the environment is set

PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
# Every test's client would list all files of the interface anew.
WHITENOISE_AUTOREFRESH = True
