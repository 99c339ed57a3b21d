# SPDX-License-Identifier: Apache-2.0
"""What is done once entries of others have come: the person here goes on as what they are now, and whoever lacks keys
of the centre is given them."""

from app.services.opening import OpenCentre
from app.services.shutting_out import give_missing_keys


def after_arrival(centre: OpenCentre) -> None:
    """See above; in turn with other work on the records."""
    centre.look_again()
    give_missing_keys(centre)
