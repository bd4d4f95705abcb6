"""Files of a release: pure functions of a `Dataset`. docs/formats.md says what stands where."""
