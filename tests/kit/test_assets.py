"""What is fetched at set-up: copied files, icons, boundaries."""

import json
from pathlib import Path
from typing import Any

from zhuixiao.kit import licences
from zhuixiao.kit.assets import sprite, vendor
from zhuixiao.kit.assets.boundaries import provinces


def packed(text: str, offset: list[int], kind: str = "Polygon") -> dict[str, Any]:
    inside = ([text], [offset]) if kind == "Polygon" else ([[text], []], [[offset], []])
    geometry = {"type": kind, "coordinates": inside[0], "encodeOffsets": inside[1]}
    properties = {"name": "广东", "id": "440000", "sovereignty": "x"}
    feature = {"id": "440000", "properties": properties, "geometry": geometry}
    return {"UTF8Encoding": True, "features": [feature]}


def test_packed_rings_become_degrees_and_only_name_and_code_stay() -> None:
    # "B" is a step of +1, "A" of -1, in 1/1024 of a degree.
    [feature] = provinces(packed("BBA@", [1024, 2048]))["features"]
    assert feature["properties"] == {"name": "广东", "adcode": "440000"}
    assert feature["geometry"]["coordinates"] == [[[[1.001, 2.001], [1.0, 2.001]]]]


def test_an_empty_part_of_a_province_is_left_out() -> None:
    [feature] = provinces(packed("@@", [0, 0], "MultiPolygon"))["features"]
    assert feature["geometry"]["coordinates"] == [[[[0.0, 0.0]]]]


def test_the_sprite_holds_the_icons_in_use_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "static" / "app").mkdir(parents=True)
    (tmp_path / "a.html").write_text('<p title="heart">{% icon "home" %}<i data-icon="star">')
    (tmp_path / "a.py").write_text('NavItem("a", "A", "building", "a", 1)')
    (tmp_path / "b.py").write_text('x = "moon"')
    (tmp_path / "static" / "app" / "a.js").write_text('icon("bolt");')
    names = ("home", "star", "building", "bolt", "moon", "heart")
    drawings = tmp_path / "icons.json"
    drawings.write_text(json.dumps({name: [["path", {"d": 'M1"1'}]] for name in names}))
    target = tmp_path / "icons.svg"
    assert sprite.build(tmp_path, drawings, target) == 4
    text = target.read_text()
    assert "<path d='M1\"1'/>" in text
    assert all(f'id="{name}"' in text for name in names[:4])


def test_copied_files_name_no_source_maps(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in vendor.FILES:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("images"):
            path.mkdir()
            (path / "a.png").write_bytes(b"\x89PNG")
        else:
            path.write_text("x;\n//# sourceMappingURL=x.map\n")
    for name, value in ((vendor.ICONS, {}), (vendor.CHINA, packed("@@", [0, 0]))):
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    for name in licences._folders([*vendor.FILES, vendor.ICONS, vendor.CHINA]):
        about = {"name": name, "version": "1.0", "license": "MIT"}
        (source / name / "package.json").write_text(json.dumps(about))
    (source / "leaflet" / "LICENSE").write_text("Copyright Leaflet")
    target = tmp_path / "static" / "vendor"
    target.mkdir(parents=True)
    (target / "left-over.js").write_text("old")
    assert vendor.copy(source, target, tmp_path / "icons.json") == len(vendor.FILES) + 2
    assert (target / "htmx.js").read_text() == "x;\n"
    assert not (target / "left-over.js").exists()
    assert (target / "images" / "a.png").exists()
    packages = {row.name: row for row in licences.front_end_packages(target)}
    assert packages["leaflet"].text == "Copyright Leaflet"
    assert {"@tabler/icons", "htmx.org"} <= set(packages)


def test_every_icon_in_a_template_exists() -> None:
    package = Path(sprite.__file__).parents[2]
    built = package / "static" / "icons.svg"
    missing = {
        name
        for path in package.rglob("*.html")
        for name in sprite.named(path.read_text("utf-8"))
        if f'id="{name}"' not in built.read_text("utf-8")
    }
    assert not missing, "run `zhuixiao assets`, or the name is wrong"
