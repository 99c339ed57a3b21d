# SPDX-License-Identifier: Apache-2.0
"""Runs the steps on the connection that the program hands in, inside its transaction. There is no other way in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
