"""Static files with hashed names, ES module imports rewritten to them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Own ES modules need no bundler: Django rewrites their imports to the hashed names."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one for a file that was not collected (yet).

        Django would raise instead, and a page must not fail because a picture is missing.
        """
        found = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return str(found)
