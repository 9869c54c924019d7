"""probabilities and taking back of labels, samples and skips

Revision ID: bda685f11a60
Revises: 28fe140d8afa
"""

import sqlalchemy as sa
from alembic import op


revision = 'bda685f11a60'
down_revision = '28fe140d8afa'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('label_samples',
    sa.Column('view', sa.String(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_label_samples_article_id')),
    sa.PrimaryKeyConstraint('view', 'article_id', name=op.f('pk_label_samples'))
    )
    op.create_table('label_skips',
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('view', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['articles.id'], name=op.f('fk_label_skips_article_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_label_skips_user_id')),
    sa.PrimaryKeyConstraint('article_id', 'user_id', 'view', name=op.f('pk_label_skips'))
    )
    # Plain columns: making the table anew would lose the triggers that keep it append-only.
    op.add_column('labels', sa.Column('probability', sa.Double(), nullable=True))
    op.add_column('labels', sa.Column('undo_of', sa.Integer(), nullable=True))
    given = sa.text('undo_of IS NOT NULL')
    op.create_index('ix_labels_undo_of', 'labels', ['undo_of'], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    op.drop_index('ix_labels_undo_of', 'labels')
    op.execute('ALTER TABLE labels DROP COLUMN undo_of')
    op.execute('ALTER TABLE labels DROP COLUMN probability')
    op.drop_table('label_skips')
    op.drop_table('label_samples')
