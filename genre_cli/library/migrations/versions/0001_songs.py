"""Songs, and what was heard in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "all songs: nothing is known until the next scan"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "songs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("models", sa.String(64), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("heard_at", sa.DateTime(), nullable=False),
        sa.Column("problem", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("nearest", sa.String(80), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("bpm", sa.Double(), nullable=True),
        sa.Column("tempo_confidence", sa.Double(), nullable=True),
        sa.Column("tonic", sa.String(2), nullable=True),
        sa.Column("mode", sa.String(5), nullable=True),
        sa.Column("camelot", sa.String(3), nullable=True),
        sa.Column("open_key", sa.String(3), nullable=True),
        sa.Column("energy", sa.Double(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("prediction", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("analysis", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_songs")),
        sa.UniqueConstraint("place", name=op.f("uq_songs_place")),
    )
    op.create_index(op.f("ix_songs_sha256"), "songs", ["sha256"])
    op.create_index(op.f("ix_songs_size_bytes"), "songs", ["size_bytes"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("songs")
