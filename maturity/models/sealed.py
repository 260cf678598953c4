"""Secrets at rest: encrypted with the installation's keys, the first of which seals."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _


class Unreadable(Exception):
    """It was sealed with a key that is not here."""


class Sealed(str):
    """A text as it lies in the database."""

    __slots__ = ()


@cache
def _fernets(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rungs: secrets at rest")
    return urlsafe_b64encode(kdf.derive(key.encode()))


def fernets() -> MultiFernet:
    return _fernets(tuple(settings.RUNGS_ENCRYPTION_KEYS))


def seal(text: str) -> str:
    return fernets().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    try:
        return fernets().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise Unreadable from None


def resealed(sealed: str) -> str:
    """The same secret sealed with the first key: itself when it is so already. Raises Unreadable."""
    first = _fernets(tuple(settings.RUNGS_ENCRYPTION_KEYS[:1]))
    try:
        if sealed:
            first.decrypt(sealed.encode())
        return sealed
    except InvalidToken:
        pass
    try:
        return fernets().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


if TYPE_CHECKING:
    _Base = models.TextField[Any, Any]
else:
    _Base = models.TextField  # carries its type only for the type checker


class _Opening(DeferredAttribute):
    """Unseals when the secret is asked for, not when its row is: a page lists rows whose key is gone."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        return unseal(value) if isinstance(value, Sealed) else value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(_Base):
    """A text that is encrypted in the database, and only there. `values()` gives it sealed.

    Reading the attribute raises Unreadable when the key is gone. Saving the row keeps a seal nobody opened.
    """

    descriptor_class = _Opening

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, Sealed) else seal(str(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's own
        """A seal nobody opened is renewed: no row read before `rotate_secrets` brings an old one back."""
        value = model_instance.__dict__[self.attname]
        try:
            return Sealed(resealed(value)) if isinstance(value, Sealed) else value
        except Unreadable:
            return value

    def get_lookup(self, lookup_name: str) -> Any:
        """Two seals of one text differ, so nothing can be looked up by it."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if len(value) > 20_000:
            raise ValidationError(_("That is too long to be a secret."))
