"""Beats, their files, and which of ours were put in."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "all beats"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "beats",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("style", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("bpm", sa.Double(), nullable=False),
        sa.Column("slowest_bpm", sa.Double(), nullable=False),
        sa.Column("fastest_bpm", sa.Double(), nullable=False),
        sa.Column("key", sa.String(20), nullable=True),
        sa.Column("bars", sa.Integer(), nullable=False),
        sa.Column("licence", sa.String(120), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("pattern", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("bpm > 0", name=op.f("ck_beats_bpm_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beats")),
    )
    op.create_index(op.f("ix_beats_style"), "beats", ["style"])
    op.create_table(
        "beat_files",
        sa.Column("beat_id", sa.String(80), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beat_id"],
            ["beats.id"],
            name=op.f("fk_beat_files_beat_id_beats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("beat_id", name=op.f("pk_beat_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_beat_files_sha256")),
    )
    op.create_table(
        "shipped_beats",
        sa.Column("id", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipped_beats")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("shipped_beats")
    op.drop_table("beat_files")
    op.drop_index(op.f("ix_beats_style"), "beats")
    op.drop_table("beats")
