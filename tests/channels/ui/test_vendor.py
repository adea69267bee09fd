"""What we ship of others is what we say it is: name, version, licence, and the very bytes."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[3] / "src/linli/channels/ui/static/vendor"
PACKAGES = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_each_vendored_file_is_the_one_of_the_manifest(package):
    assert package["version"]
    assert package["licence"]
    for entry in package["files"]:
        content = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]


def test_nothing_lies_there_that_the_manifest_does_not_name():
    named = {entry["file"] for package in PACKAGES for entry in package["files"]}
    named |= {package["licence_text"] for package in PACKAGES if "licence_text" in package}
    lying = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert lying == named | {"MANIFEST.json"}


def test_no_vendored_style_or_script_points_to_a_source_map_that_is_not_there():
    for path in [*VENDOR.glob("*.js"), *VENDOR.glob("*.css")]:
        assert b"sourceMappingURL" not in path.read_bytes()
