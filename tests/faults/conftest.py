from tests.kit.backup.conftest import filled, installation

__all__ = ["filled", "installation"]
