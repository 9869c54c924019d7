"""Periods, approval and distribution lists of digests

Revision ID: 3c9f1d2a7e40
Revises: b279cdf5ec94
"""

import sqlalchemy as sa
from alembic import op


revision = '3c9f1d2a7e40'
down_revision = 'b279cdf5ec94'
branch_labels = None
depends_on = None


def keep_events() -> None:
    """What happened to a digest is never changed, and deleted only while housekeeping has the door open."""
    table = "digest_events"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER keep_{table} BEFORE UPDATE ON {table} {refuse}")
        op.execute(
            f"CREATE TRIGGER hold_{table} BEFORE DELETE ON {table}"
            f" WHEN NOT EXISTS (SELECT 1 FROM maintenance) {refuse}"
        )
        return
    op.execute(
        f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER hold_{table} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()")


def upgrade() -> None:
    op.execute("ALTER TABLE digests RENAME COLUMN week TO period")
    op.create_table('digest_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digests.id'], name=op.f('fk_digest_events_digest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_events'))
    )
    op.create_index(op.f('ix_digest_events_digest_id'), 'digest_events', ['digest_id'])
    keep_events()
    op.create_table('distribution_lists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('topics', sa.JSON(), nullable=False),
    sa.Column('addresses', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_distribution_lists')),
    sa.UniqueConstraint('name', name=op.f('uq_distribution_lists_name'))
    )


def downgrade() -> None:
    op.drop_table('distribution_lists')
    op.drop_table('digest_events')
    op.execute("ALTER TABLE digests RENAME COLUMN period TO week")
