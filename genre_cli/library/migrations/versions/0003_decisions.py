"""Decisions of people, by the sound they are about; and what tags say of the year."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
# What is gone where it is taken back.
lost = "the decisions of genre review, and the years and sounds of songs"


def upgrade() -> None:
    """Make the table of decisions, and the columns by which songs find them."""
    op.create_table(
        "decisions",
        sa.Column("sound_sha256", sa.String(64), nullable=False),
        sa.Column("genre", sa.String(80), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sound_sha256", name=op.f("pk_decisions")),
    )
    op.add_column("songs", sa.Column("sound_sha256", sa.String(64), nullable=True))
    op.add_column("songs", sa.Column("year", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_songs_sound_sha256"), "songs", ["sound_sha256"])


def downgrade() -> None:
    """Drop them, with what was decided."""
    op.drop_index(op.f("ix_songs_sound_sha256"), "songs")
    op.drop_column("songs", "year")
    op.drop_column("songs", "sound_sha256")
    op.drop_table("decisions")
