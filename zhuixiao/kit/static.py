"""Static files with hashed names, ES module imports rewritten to them."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Own ES modules need no bundler: Django rewrites their imports to the hashed names."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._urls: dict[str, str] = {}
        super().__init__(*args, **kwargs)

    def url(self, name: str, *, force: bool = False) -> str:
        """The address of a file, worked out once: a page asks for more than a hundred."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force=force)
        return self._urls[name]

    def save_manifest(self) -> None:
        """Files were collected anew: all addresses may be others."""
        super().save_manifest()
        self._urls.clear()

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one for a file that was not collected (yet).

        Django would raise instead, and a page must not fail because a picture is missing.
        """
        found = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return str(found)
