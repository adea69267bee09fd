"""Rows that are added and never touched again."""

from typing import NoReturn, TypeVar

from django.db import models


class Rewritten(RuntimeError):
    """Somebody tried to change or remove what may only be added to."""


Row = TypeVar("Row", bound=models.Model)


class AppendOnlyRows(models.QuerySet[Row]):
    """Refuses every way of changing rows in bulk."""

    def _refuse(self) -> NoReturn:
        raise Rewritten(f"{self.model.__name__} rows are added, never changed or removed")

    def update(self, **_values: object) -> NoReturn:
        """Refuse. Raises: Rewritten."""
        self._refuse()

    def delete(self) -> NoReturn:
        """Refuse. Raises: Rewritten."""
        self._refuse()

    def bulk_update(self, *_arguments: object, **_options: object) -> NoReturn:
        """Refuse. Raises: Rewritten."""
        self._refuse()


class AppendOnly(models.Model):
    """A row that can be inserted once; saving it again or deleting it raises Rewritten."""

    class Meta:
        abstract = True

    def save(self, *, using: str | None = None, **_options: object) -> None:
        """Insert the row. Raises: Rewritten when it is there already."""
        if not self._state.adding:
            raise Rewritten(f"{type(self).__name__} {self.pk} is added, never changed")
        super().save(force_insert=True, using=using)

    def delete(self, **_options: object) -> NoReturn:  # type: ignore[override]
        """Refuse. Raises: Rewritten."""
        raise Rewritten(f"{type(self).__name__} {self.pk} is never removed")
