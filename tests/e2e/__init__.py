"""Browser tests: one package, so that its browser and its servers live as long as its tests."""
