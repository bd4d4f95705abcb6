"""Pages of the case room. Views hold no rules: they fetch, show, and call one action."""
