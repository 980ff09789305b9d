"""A 审图号 belongs to the outlines it was given for."""

import json

from riskmap.geo.approval import MEMBER, approval, fingerprint


def written(path, document):
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_number_is_read_with_its_year_and_falls_away_with_other_outlines(tmp_path):
    document = {"type": "FeatureCollection", "features": [{"geometry": {"coordinates": [1, 2]}}]}
    told = {"number": "晋S(2026)001号", "year": 2026, "sha256": fingerprint(document)}
    file = written(tmp_path / "a.geojson", {**document, MEMBER: told})
    assert approval(file) == "晋S(2026)001号 2026"
    moved = {"type": "FeatureCollection", "features": [{"geometry": {"coordinates": [1, 3]}}]}
    assert approval(written(tmp_path / "b.geojson", {**moved, MEMBER: told})) == ""
    assert approval(written(tmp_path / "c.geojson", document)) == ""
    assert approval(None) == ""
