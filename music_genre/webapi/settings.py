"""Settings: typed, read once from the environment, refused at start by name and value.

Every setting is in `docs/settings.md` (a test holds the two together).
"""

from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from music_genre.webapi.addresses import (
    HOST_FAULT,
    NETWORKS_FAULT,
    HostError,
    PortError,
    host_to_address,
    is_host,
    text_to_networks,
)
from music_genre.webapi.gate.api_keys import KeysFileError, file_to_keys
from music_genre.webapi.gate.cors import ORIGINS_FAULT, text_to_origins

URL_PATTERN: Final = r"^https?://[^/]"
PREFIX_PATTERN: Final = r"(/\.{0,2}[0-9A-Za-z_~-][0-9A-Za-z_.~-]*)+"  # no `.` and `..` in it


class SettingsError(Exception):
    """A setting cannot be used; the message names it and its value."""


class ServiceSettings(BaseSettings):
    """What every service can be told."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = Field(
        "127.0.0.1", description="Address or name to listen on; 0.0.0.0 in containers."
    )
    port: int = Field(ge=1, le=65_535, description="Port to listen on.")
    threads: int = Field(4, ge=1, le=64, description="Requests answered at the same time.")
    max_upload_bytes: int = Field(
        64 * 1024 * 1024, ge=1024, description="Largest audio file; six minutes of 16-bit stereo."
    )
    path_prefix: str = Field(
        "",
        pattern=rf"^({PREFIX_PATTERN})?$",
        description="Path under which a proxy has the service, where that is not told by a header.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Addresses and networks whose X-Forwarded headers are believed; * for all.",
    )
    requests_per_minute: int = Field(
        0, ge=0, description="Requests that one address may send in a minute; 0 is no limit."
    )
    uploads_per_minute: int = Field(
        0, ge=0, description="How many of them may have a body; 0 is no limit."
    )
    api_keys_file: Path | None = Field(
        None, description="File of the hashes of keys that /v1 asks for; none is no key."
    )
    cors_origins: str = Field(
        "", description="Other sites, by their origins, whose pages may use this service."
    )
    log_format: Literal["", "json", "text"] = Field(
        "", description="How the log is written; empty is text on a terminal and else JSON."
    )
    log_addresses: bool = Field(
        default=False, description="Whether the log has the addresses of clients."
    )
    start_id: str = Field(
        "",
        pattern=r"^[\w.-]*$",
        description="Sent back by /readyz, so that who started the service knows it again.",
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        try:
            text_to_networks(value)
        except ValueError as error:
            raise PydanticCustomError("trusted_proxies", NETWORKS_FAULT) from error
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _no_file_is_none(cls, value: object, info: ValidationInfo) -> object:
        """Take an empty name of a file for none, as compose passes what is not set."""
        is_file = info.field_name is not None and info.field_name.endswith("_file")
        return None if is_file and value == "" else value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        try:
            text_to_origins(value)
        except ValueError as error:
            raise PydanticCustomError("cors_origins", ORIGINS_FAULT) from error
        return value

    @field_validator("api_keys_file")
    @classmethod
    def _has_keys(cls, path: Path | None) -> Path | None:
        try:
            if path is not None:
                file_to_keys(path)
        except KeysFileError as error:
            raise PydanticCustomError("api_keys_file", "{fault}", {"fault": str(error)}) from error
        return path

    @field_validator("host")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if not is_host(value):
            raise PydanticCustomError("host", HOST_FAULT)
        return value


class AskingServiceSettings(ServiceSettings):
    """What services that ask the genre services can be told besides."""

    service_key_file: Path | None = Field(
        None, description="File of the key that the genre services want, where they want one."
    )

    @field_validator("service_key_file")
    @classmethod
    def _has_a_key(cls, path: Path | None) -> Path | None:
        return None if path is None else checked_secret_file("service_key_file", path)

    @property
    def service_key(self) -> SecretStr | None:
        """Return the key, from its file."""
        return file_to_secret(self.service_key_file) if self.service_key_file else None


def file_to_secret(path: Path) -> SecretStr:
    """Read a secret as containers are given it. Raises `OSError`, `UnicodeDecodeError`."""
    return SecretStr(path.read_text(encoding="utf-8").strip())


def checked_secret_file(setting: str, path: Path) -> Path:
    """Return the path of a file that has a secret; a fault of the setting where it has none."""
    try:
        has_secret = bool(file_to_secret(path).get_secret_value())
    except (OSError, UnicodeDecodeError) as error:
        raise PydanticCustomError(setting, "cannot be read") from error
    if not has_secret:
        raise PydanticCustomError(setting, "is empty")
    return path


class GenreServiceSettings(ServiceSettings):
    """What the two genre services can be told."""

    model_dir: Path = Field(description="Folder of the model: model.onnx and manifest.json.")
    max_audio_s: float = Field(15 * 60, gt=1, description="Longest audio [s], a long track.")
    onnx_threads: int = Field(2, ge=1, le=64, description="Threads of one inference.")


SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


def environment_to_settings(kind: type[SettingsT]) -> SettingsT:
    """Read the environment. Raises `SettingsError` with name, value and reason of each fault."""
    try:
        return kind()
    except ValidationError as error:
        faults = "; ".join(
            f"{'_'.join(map(str, fault['loc'])).upper()}={fault['input']!r}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SettingsError(faults) from error


def settings_to_address(settings: ServiceSettings) -> str:
    """Find the IP address to listen on.

    Raises `SettingsError` where nobody can, or somebody does.
    """
    try:
        return host_to_address(settings.host, settings.port)
    except HostError as error:
        raise SettingsError(f"HOST={settings.host!r}: {error}") from error
    except PortError as error:
        raise SettingsError(f"PORT={settings.port}: {error}") from error
