"""Pages of claims for compensation."""
