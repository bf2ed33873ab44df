"""What a file says, so that the same beat in another file is found.

Files that are there already have none, and are found again byte by byte as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "what files say: the same beat in another file is not found any more"


def upgrade() -> None:
    """Add the column and what keeps it unique."""
    op.add_column("beat_files", sa.Column("fingerprint", sa.String(64), nullable=True))
    op.create_index("ix_beat_files_fingerprint", "beat_files", ["fingerprint"], unique=True)


def downgrade() -> None:
    """Drop the column."""
    op.drop_index("ix_beat_files_fingerprint", "beat_files")
    op.drop_column("beat_files", "fingerprint")
