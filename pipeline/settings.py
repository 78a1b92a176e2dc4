"""Settings: from the environment (`SERIATIM_*`), with defaults that need nothing."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractors.core.document import InputError


class Settings(BaseSettings):
    """What a user may change. All of it enters the key of a reading: other settings read a document anew."""

    model_config = SettingsConfigDict(env_prefix="SERIATIM_", frozen=True)

    ner_model: str = Field(
        default="shipped",
        description="`shipped`, `none`, or an installed scispaCy model (`en_ner_bc5cdr_md`, `en_core_sci_*`)",
    )
    min_confidence: float = Field(
        default=0.0, ge=0, le=1, description="records whose calibrated confidence is less are left out; 0 keeps all"
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once.

    Raises
    ------
    InputError
        When a variable has no usable value; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"SERIATIM_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise InputError(f"{name}: {first['msg']}") from error
