"""The journal of tags that were written."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "the journal of tags that were written: genre undo cannot take them out any more"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tag_writes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(32), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("before_sha256", sa.String(64), nullable=False),
        sa.Column("after_sha256", sa.String(64), nullable=False),
        sa.Column("prefix_bytes", sa.BigInteger(), nullable=False),
        sa.Column("suffix_bytes", sa.BigInteger(), nullable=False),
        sa.Column("middle", sa.LargeBinary(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_writes")),
    )
    op.create_index(op.f("ix_tag_writes_run"), "tag_writes", ["run"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("tag_writes")
