"""sitegen: permanent, citeable, browsable homes for archived live blogs."""

__version__ = "0.1.0"
