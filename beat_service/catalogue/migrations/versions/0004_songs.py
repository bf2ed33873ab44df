"""Which songs a beat was chosen for, of those that were to be remembered; they go with the beat."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
# What is gone where it is taken back.
lost = "the songs that beats were chosen for"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "beat_songs",
        sa.Column("beat_id", sa.String(80), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.String(80), nullable=True),
        sa.Column("bpm", sa.Double(), nullable=False),
        sa.Column("key", sa.String(20), nullable=True),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beat_id"],
            ["beats.id"],
            name=op.f("fk_beat_songs_beat_id_beats"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("beat_id", "sha256", name=op.f("pk_beat_songs")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("beat_songs")
