# SPDX-License-Identifier: Apache-2.0
"""What the pages say, by the names that templates know."""

from typing import Final

from app.registry.web.public_texts import PUBLIC
from app.registry.web.staff_texts import STAFF

TEXTS: Final = {**PUBLIC, **STAFF}
