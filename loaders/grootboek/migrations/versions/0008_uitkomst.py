"""a frozen herschikking keeps its outcome

Revision 0008, after 0007. Those of before have no outcome yet: it is computed from their input and kept as soon as
`ruimte check` or the next freeze finds that it is still the one they were frozen with.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

COLUMNS = (
    ("uitkomst", sa.Text(), "alles wat eruit volgde, als JSON; leeg: bevroren voordat dit werd bewaard"),
    ("uitkomst_sha256", sa.String(length=64), "SHA-256 van de kolom uitkomst"),
    ("uitkomst_versie", sa.String(length=32), "versie die de kolom uitkomst berekende"),
)


def upgrade() -> None:
    for name, kind, comment in COLUMNS:
        op.add_column("herschikkingen", sa.Column(name, kind, nullable=True, comment=comment))
