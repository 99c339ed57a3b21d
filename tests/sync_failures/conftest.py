# SPDX-License-Identifier: Apache-2.0
"""What several tests of failures begin with."""

import pytest

from tests.sync_failures.site_ground import Site, a_pattern


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Four laptops and their registry, made once; ``a_site`` copies them."""
    return a_pattern(tmp_path_factory.mktemp("pattern"))
