"""Pages of the court's calendar and of judicial supervision."""
