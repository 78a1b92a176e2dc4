"""Reviewers' decisions, and what records are filtered by"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doc", sa.String(length=255), nullable=False),
        sa.Column("record_id", sa.String(length=16), nullable=False),
        sa.Column("lane", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("machine", sa.JSON(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.doc"]),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"]),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("doc", "record_id", "lane", "version", name="one_decision_a_version"),
    )
    op.create_index("decisions_by_lane", "decisions", ["lane", "doc"])
    op.create_table(
        "record_index",
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("drugs", sa.Text(), nullable=False),
        sa.Column("histotype", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.id"]),
        sa.PrimaryKeyConstraint("record"),
    )


def downgrade() -> None:
    op.drop_table("record_index")
    op.drop_index("decisions_by_lane", table_name="decisions")
    op.drop_table("decisions")
