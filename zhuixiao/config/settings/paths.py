"""Where the program and its data live."""

from pathlib import Path

from . import env

PACKAGE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env.folder("ZHUIXIAO_DATA", Path.cwd() / "zhuixiao-data")
FILES_DIR = DATA_DIR / "files"
