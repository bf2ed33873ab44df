"""The meter of a beat and how many quarters it lasts; all that were kept before are in 4/4.

No batch here: on SQLite it would make the table anew, and dropping the old one takes the files of
all beats along, because they go with their beats.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "meters and lengths of beats: all are taken for 4/4"


def upgrade() -> None:
    """Add both columns, and work out the beats of the bars there are."""
    op.add_column("beats", sa.Column("meter", sa.String(8), server_default="4/4", nullable=False))
    op.add_column("beats", sa.Column("beats", sa.Double(), server_default="16", nullable=False))
    op.execute("UPDATE beats SET beats = 4.0 * bars")


def downgrade() -> None:
    """Drop both."""
    op.drop_column("beats", "beats")
    op.drop_column("beats", "meter")
