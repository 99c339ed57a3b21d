# SPDX-License-Identifier: Apache-2.0
"""Where the packaged program starts."""

import sys

from app.bootstrap import main

if __name__ == "__main__":
    sys.exit(main())
